# Die Neuigkeiten, ihr Feed und wer ihnen folgt; die Roadmap.
rolled-back-on = Zurückgezogen am { $day }.
rolled-back-text = Was hier beschrieben ist, gibt es im Moment nicht.
entry-new = Das ist neu
entry-also = Außerdem neu
entry-people = { $count ->
    [one] { $count } Person hat sich gewünscht, was hier drin ist
   *[other] { $count } Personen haben sich gewünscht, was hier drin ist
}
entry-ideas = Ideen darin
in-part = teilweise
changelog-mail = Neuigkeiten per Mail
changelog-follows = Sie folgen: Mit jedem Release kommt eine Mail.
changelog-address = Ihre Adresse
changelog-hint = Eine Mail pro Release. Sie bestätigen zuerst über einen Link und können mit einem Klick wieder gehen.
changelog-lead = Alles, was neu ist, und wie viele es sich gewünscht haben.
changelog-feed = Feed
changelog-empty = Hier ist noch nichts
changelog-empty-text = Hier wird die Geschichte jedes Releases stehen, und wie viele sich gewünscht haben, was darin ist.
entry-shipped = Erschienen:
entry-others = Andere Releases
roadmap-lead = Was geplant ist, was entsteht und was neu ist.
roadmap-group = Gruppieren nach
roadmap-by-status = Nach Status
roadmap-by-release = Nach Release
roadmap-nothing = Nichts auf der Roadmap
roadmap-nothing-text = Dieser Workspace hat noch keinen Status für geplante oder fertige Ideen.
ideas-word = { $count ->
    [one] Idee
   *[other] Ideen
}
roadmap-most = Die { $shown } meistgewünschten von { $all }.
roadmap-most-of-many = Die { $shown } meistgewünschten von mehr als { $all }.
roadmap-shipped = Alles, was erschienen ist
roadmap-releases-lead = Die kommenden Releases, und was in jedes kommt.
roadmap-no-release = Kein Release ist geplant
roadmap-no-release-text = Sobald das Team eines plant, steht es hier mit allem, was hineinkommt.
roadmap-to-come = Kommende Releases
roadmap-recent = Kürzlich erschienen
subscription-ask = Den Neuigkeiten folgen?
subscription-ask-text = { $site } schreibt an <strong>{ $email }</strong>, wenn etwas Neues erscheint: eine Mail pro Release, und jede lässt sich mit einem Klick abbestellen.
subscription-yes = Ja, folgen
subscription-no = Nein, danke
subscription-stale = Dieser Link ist zu alt
subscription-stale-text = Er galt eine Woche. Nichts wurde geändert; Sie können einen neuen anfordern.
subscription-to = Zu den Neuigkeiten
subscription-follows = Sie folgen den Neuigkeiten
subscription-follows-text = { $site } schreibt mit jedem Release an <strong>{ $email }</strong>.
subscription-read = Neuigkeiten lesen
subscription-left = Sie folgen den Neuigkeiten nicht
subscription-left-text = { $site } schickt keine Nachrichten von Releases an <strong>{ $email }</strong>.
subscription-again = Wieder folgen
feed-title = Neuigkeiten von { $site }
feed-rolled-back = Zurückgezogen: { $title }
wish-in-part = { $votes }, teilweise erfüllt
subscription-sent = Ein Link ist unterwegs an { $email }. Öffnen Sie ihn, dann hören Sie von jedem Release.
roadmap-none-planned = Im Moment ist nichts geplant.
roadmap-none-active = Im Moment wird an nichts gearbeitet.
roadmap-none-done = In den letzten drei Monaten wurde nichts fertig.
category-planned = Geplant
category-active = In Arbeit
category-done = Fertig
roadmap-about = Was { $site } plant, was entsteht und was neu ist.
roadmap-no-date = Noch kein Termin
roadmap-title-releases = Roadmap nach Releases
roadmap-releases-about = Die Releases, die { $site } plant, und was in jedes kommt.
changelog-about = Was bei { $site } neu ist, und wie viele es sich gewünscht haben.
entry-rolled-back = { $title } wurde am { $day } zurückgezogen.
entry-about = Was in { $site } { $version } neu ist.
