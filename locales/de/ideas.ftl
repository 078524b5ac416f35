# Ideen: die Liste, eine Idee, etwas wünschen, Kommentare, folgen.
board-closed = Nimmt keine neuen Ideen an
idea-new = Neue Idee
ideas-waiting = { $count ->
    [one] Ihre Idee wartet darauf, vom Team gelesen zu werden. Nur Sie sehen das:
   *[other] { $count } Ihrer Ideen warten darauf, vom Team gelesen zu werden. Nur Sie sehen das:
}
list-search = { $list } durchsuchen
search = Suchen
list-sort = Sortieren nach
list-remove-filter = Filter entfernen:
list-nothing = Nichts gefunden
list-nothing-text = Keine Idee enthält diese Wörter. Wenn es das ist, was Sie brauchen, wünschen Sie es sich als Erste.
list-ask = Das wünschen
list-show-all = Alle Ideen zeigen
list-no-fit = Keine Idee passt
list-no-fit-text = Es gibt keine mit allem, was Sie gewählt haben.
list-closed = Hier sind keine Ideen
list-closed-text = Dieses Board wurde geschlossen, bevor sich jemand etwas gewünscht hat.
list-empty = Noch keine Ideen
list-empty-text = Machen Sie den Anfang. Ein Titel und ein Satz genügen.
comments-count = Kommentare:
pager-back = Zurück
list-narrow = Liste eingrenzen
list-boards = Boards
list-status = Status
list-tags = Tags
idea-new-lead = Ein Wunsch pro Idee. Schreiben Sie, was Sie erreichen möchten; wie es geht, finden wir heraus.
idea-no-board = Kein Board nimmt Ideen an
idea-no-board-text = Alle Boards sind für neue Ideen geschlossen, oder Sie müssen sich anmelden, um sie zu sehen.
idea-title = Titel
idea-details = Einzelheiten
idea-details-hint = Was passiert heute, was hätten Sie lieber, wie oft? Markdown funktioniert.
idea-board = Board
idea-submit = Idee einreichen
idea-submit-anyway = Trotzdem einreichen
idea-submit-not-yet = Ihre Idee ist noch nicht eingereicht. Bitte sehen Sie erst nach, ob es sie schon gibt.
idea-submit-note = Sie folgen ihr und hören, wie entschieden wird.
similar-label = Ähnliche Ideen
similar-title = { $count ->
    [one] Ist es diese hier?
   *[other] Ist es eine von diesen?
}
similar-vote = Ihre Stimme dort zählt mehr als eine zweite Idee.
opens-tab = (öffnet in einem neuen Tab)
similar-wanted = Das wünschen Sie sich schon; { $reason }
where = Wo Sie sind
idea-combined-from = Sie suchten #{ $number } „{ $title }“; das wurde mit dieser Idee zusammengelegt. Eine Stimme oder ein Kommentar von hier zählt für beide.
team = Team
edited = bearbeitet
edit = Bearbeiten
delete = Löschen
idea-versions = Fassungen
idea-answer = Antwort des Teams
the-team = Das Team
idea-facts = Eckdaten
idea-release = Release
idea-combined = Zusammengelegt
demand-by = Gewünscht von
people = { $count ->
    [one] { $count } Person
   *[other] { $count } Personen
}
companies = { $count ->
    [one] { $count } Firma
   *[other] { $count } Firmen
}
demand-pay = Sie zahlen
demand-monthly = im Monat
demand-must = Unverzichtbar für
demand-trend = Verlauf
demand-first = Zuerst gefragt
demand-waiting = Wartet am längsten
combine-question = Will eine andere Idee dasselbe? Zusammengelegt zählen die Stimmen gemeinsam.
combine-out = Herauslösen
combine-another = Mit anderer zusammenlegen
idea-plan = Planen
idea-plan-add = Zum Release hinzufügen
idea-happened = Was bisher geschah
idea-asked-by = Gewünscht von { $name }
staff-only-seen = Nur das Team sieht das
comment-on = zu #{ $number }
comment-lost = Der Text geht verloren.
comment-delete = Endgültig löschen
comment-delete-of = Kommentar von { $name } endgültig löschen
comments = Kommentare
comment-deleted = Dieser Kommentar wurde gelöscht.
reply-to = { $name } antworten
comment-your-reply = Ihre Antwort
reply = Antworten
comments-waiting = Ihre wartenden Kommentare
post-waits = { $kind ->
    [idea] Ihre Idee wartet darauf, vom Team gelesen zu werden.
    [edit] Ihre geänderte Idee wartet darauf, vom Team gelesen zu werden.
   *[comment] Ihr Kommentar wartet darauf, vom Team gelesen zu werden.
}
post-only-you = Nur Sie sehen das.
post-change = Ändern oder zurücknehmen
comment-add = Kommentar hinzufügen
staff-only-hint = Eine Notiz: Außerhalb des Teams sieht sie niemand, und sie wird nicht mitgezählt.
comment-send = Kommentieren
comment-note = Markdown funktioniert. Sie können es später bearbeiten.
follow-title = Folgen
follow-muted = Sie haben unsere Mails allerdings abgestellt, darum wird nichts verschickt. In Ihrem <a href="/profile">Profil</a> können Sie sie wieder einschalten.
follow-only-decisions = Nur Entscheidungen
follow-comments-too = Auch Kommentare per Mail
follow-stop = Nicht mehr folgen
follow-not = Sie hören nichts zu dieser Idee.
follow-offer = Erfahren Sie, wenn diese Idee geplant, fertig oder abgelehnt ist.
follow = Folgen
importance-question = Wie wichtig ist Ihnen das?
idea-edit = Idee bearbeiten
idea-edit-lead = Das Team kann sehen, was vorher da stand.
markdown-works = Markdown funktioniert.
save = Speichern
leave-it = Abbrechen
comment-word = Kommentar
comment-edit = Kommentar bearbeiten
idea-undeletable = „{ $title }“ kann nicht gelöscht werden
idea-back = Zurück zur Idee
idea-delete-question = „{ $title }“ löschen?
idea-delete-alone = Sonst hat noch niemand abgestimmt oder kommentiert.
idea-delete-lost = Damit verschwinden:
idea-delete-back = Das Team kann sie unter der Adresse der Idee so zurückholen, wie sie war.
idea-delete-team = Nur das Team kann sie zurückholen.
idea-delete = Idee löschen
keep-it = Behalten
idea-is-deleted = #{ $number } „{ $title }“ ist gelöscht
idea-was-deleted = Gelöscht { $ago } ({ $at }). Stimmen und Kommentare sind noch da. Für alle außerhalb des Teams ist hier nichts.
idea-restore = Zurückholen
idea-versions-lead = Was vor jeder Änderung da stand, das Neueste zuerst.
idea-never-changed = Nie geändert
idea-never-changed-text = Es steht da, was von Anfang an da stand.
idea-version-by = Geändert von <b>{ $name }</b>
idea-no-details = Keine Einzelheiten.
posts-title = Was das Team zuerst liest
post-yours = { $kind ->
    [idea] Ihre Idee
    [edit] Ihre geänderte Idee
   *[comment] Ihr Kommentar
}
post-waiting = Das wartet darauf, vom Team gelesen zu werden; sonst sieht es noch niemand.
post-not-lost = Nichts geht verloren: Sie erfahren per Mail, wie entschieden wurde.
post-declined = Das Team hat entschieden, dass das nicht erscheint.
post-for = Für { $board }
post-written = Geschrieben:
post-read = Gelesen:
back = Zurück
post-take-back = Zurücknehmen
post-take-back-question = Zurücknehmen? Nichts davon bleibt erhalten.
profile-title = Ihr Profil
posts-lead = Manche Beiträge liest das Team, bevor andere sie sehen. Diese sind von Ihnen.
posts-none = Nichts von Ihnen wartet
posts-none-text = Alles, was Sie geschickt haben, ist dort, wo Sie es hingeschickt haben.
post-badge-declined = abgelehnt
post-badge-waits = wartet
post-saved = Gespeichert. Das Team liest es so, wie es jetzt ist.
post-taken-back = { $kind ->
    [idea] Ihre Idee ist zurückgenommen. Nichts davon bleibt erhalten.
    [edit] Ihre geänderte Idee ist zurückgenommen. Nichts davon bleibt erhalten.
   *[comment] Ihr Kommentar ist zurückgenommen. Nichts davon bleibt erhalten.
}
post-why-some = Manche Beiträge liest das Team, bevor sie erscheinen.
post-why-links = Darin sind mehrere Links. Das liest das Team, bevor es erscheint, solange jemand hier neu ist.
post-why-repeated = Sie oder jemand anderes hat dieselben Worte schon geschickt. Das liest das Team, bevor es erscheint.
post-why-first = Den ersten Beitrag aller, die hier neu sind, liest das Team.
post-why-everything = Auf diesem Board liest das Team alles, bevor es erscheint.
decline-spam = Es liest sich wie Werbung.
decline-off-topic = Es geht nicht um etwas, das wir machen, und würde hier keine Leser finden.
decline-duplicate = Das hat hier schon jemand gesagt. Eine Stimme dort zählt genauso viel.
decline-unclear = Wir konnten nicht erkennen, was gemeint ist. Bitte schreiben Sie es noch einmal mit einem Beispiel.
decline-rude = Bitte schreiben Sie es noch einmal so, dass es freundlich zu anderen ist.
decline-noted = { $sentence } { $note }
post-thanks = { $kind ->
    [idea] Vielen Dank. Ihre Idee ist angekommen.
    [edit] Vielen Dank. Ihre Änderung ist angekommen.
   *[comment] Vielen Dank. Ihr Kommentar ist angekommen.
}
post-thanks-waits = { $kind ->
    [idea] Vielen Dank. Ihre Idee wartet darauf, vom Team gelesen zu werden; danach hören Sie von uns.
    [edit] Vielen Dank. Ihre geänderte Idee wartet darauf, vom Team gelesen zu werden; danach hören Sie von uns.
   *[comment] Vielen Dank. Ihr Kommentar wartet darauf, vom Team gelesen zu werden; danach hören Sie von uns.
}
post-on = { $kind ->
    [edit] Änderung an #{ $number }
   *[comment] Kommentar zu #{ $number }
}
form-sent-before = Dieses Formular wurde schon einmal abgeschickt. Bitte beginnen Sie ein neues.
post-decided = Das Team hat inzwischen entschieden. Auf der Seite dazu steht, wie.
post-comment-on = Ihr Kommentar zu „{ $title }“
comment-parent-gone = Worauf Sie geantwortet haben, gibt es nicht mehr.
comment-not-yours = Einen Kommentar kann nur ändern, wer ihn geschrieben hat.
comment-not-deletable = Einen Kommentar kann nur löschen, wer ihn geschrieben hat, oder das Team.
comment-is-deleted = Der Kommentar ist gelöscht.
edit-taken-up = Das Team hat sich dessen angenommen, darum bleibt der Text, wie er ist. Sie können einen Kommentar schreiben.
edit-not-yours = Den Text kann nur ändern, wer die Idee hatte, oder das Team.
idea-edit-number = #{ $number } bearbeiten
saved = Gespeichert.
idea-versions-of = Fassungen von #{ $number }
idea-promised = Sie ist für { $version } zugesagt. Zuerst muss sie aus diesem Release genommen werden.
idea-not-alone = Inzwischen haben andere abgestimmt oder kommentiert; die Idee gehört nicht mehr Ihnen allein.
delete-not-yours = Das kann nur löschen, wer die Idee hatte, oder das Team.
votes = { $count ->
    [one] { $count } Stimme
   *[other] { $count } Stimmen
}
comments-number = { $count ->
    [one] { $count } Kommentar
   *[other] { $count } Kommentare
}
ideas-combined = { $count ->
    [one] { $count } damit zusammengelegte Idee
   *[other] { $count } damit zusammengelegte Ideen
}
idea-delete-number = #{ $number } löschen
idea-deleted = „{ $title }“ ist gelöscht.
idea-is-back = Die Idee ist wieder da, wie sie war.
importance-nice = Wäre schön
importance-important = Wichtig
importance-must = Unverzichtbar
follow-why-submitted = weil sie von Ihnen ist
follow-why-voted = weil Sie dafür gestimmt haben
follow-why-voted-for = weil das Team für Sie gestimmt hat
follow-why-asked = weil Sie darum gebeten haben
follow-why-commented = weil Sie kommentiert haben
follow-decisions = Sie erfahren von Entscheidungen über diese Idee, { $reason }.
follow-all = Sie erfahren von Entscheidungen über diese Idee und von Kommentaren, { $reason }.
release-draft = Entwurf
release-rolled-back = Zurückgezogen
release-in-part = Teilweise
ideas-more = mehr als { $most } Ideen
ideas-count = { $count ->
    [one] { $count } Idee
   *[other] { $count } Ideen
}
vote-over = „{ $title }“ gibt es schon und braucht keine Stimmen mehr. Wenn daran etwas fehlt, schreiben Sie es bitte in einen Kommentar.
idea-new-about = Wünschen Sie sich etwas, oder sehen Sie, dass es schon jemand getan hat.
board-gone = Dieses Board nimmt keine Ideen mehr an. Bitte wählen Sie ein anderes.
ideas-too-many = { $count ->
    [one] Das waren viele Ideen auf einmal. Bitte lassen Sie diese Seite offen und schicken Sie sie in { $count } Minute noch einmal ab.
   *[other] Das waren viele Ideen auf einmal. Bitte lassen Sie diese Seite offen und schicken Sie sie in { $count } Minuten noch einmal ab.
}
idea-thanks = Vielen Dank. Ihre Idee ist eingereicht, mit Ihrer Stimme, und Sie hören, was daraus wird.
list-lead = Stimmen Sie für das, was Sie brauchen, oder wünschen Sie sich etwas Neues.
list-about = Was sich Menschen von { $site } wünschen.
sort-trending = Im Trend
sort-top = Beliebt
sort-new = Neu
sort-match = Beste Treffer
boards-all = Alle Boards
idea-plan-new = Ein neues Release
idea-about = { $count ->
    [one] { $title }, gewünscht von { $count } Person
   *[other] { $title }, gewünscht von { $count } Personen
}
similar-spelled = ähnlich geschrieben
similar-shares = gemeinsam: „{ $words }“
step-answer-taken-back = Die Antwort des Teams wurde zurückgenommen
step-answered = Das Team hat geantwortet
step-edited = Bearbeitet
step-moved = Verschoben von { $from } nach { $to }
step-tagged = Tags geändert
step-voted-for = In jemandes Namen abgestimmt
step-vote-taken-back = Stimme in jemandes Namen zurückgenommen
step-deleted = Gelöscht
step-restored = Zurückgeholt
step-merged = Zusammengelegt mit #{ $number }
step-unmerged = Herausgelöst aus #{ $number }
step-combined = #{ $number } wurde hiermit zusammengelegt
step-separated = #{ $number } wurde wieder herausgelöst
step-comment-deleted = Kommentar gelöscht
step-by = { $what }, von { $name }
voted-by = { $name } von { $site } hat notiert, dass Sie sich das wünschen, und in Ihrem Namen dafür gestimmt. Nichts ändert sich, bis Sie einen Knopf drücken.
voted-counts = Ihre Stimme zählt bei { $site }.
voted-hear = Sie erfahren, wenn es eine Entscheidung gibt und wenn es fertig ist.
voted-until = Solange Sie nicht gesagt haben, dass diese Adresse Ihre ist, wird nichts weiter dorthin geschickt.
voted-tell = Sagen Sie mir, wenn es fertig ist
voted-back = Stimme zurücknehmen
voted-stop = Mails über Ideen abstellen…
voted-none = Sie haben hier keine Stimme. Sie wurde zurückgenommen, und niemand von { $site } wird sie noch einmal in Ihrem Namen abgeben.
voted-restore = Ich wünsche es mir doch
voted-see = Idee ansehen
voted-kept = Vielen Dank. Sie erfahren, wenn es eine Entscheidung gibt und wenn es fertig ist.
voted-withdrawn = Die Stimme ist zurückgenommen. Niemand wird noch einmal in Ihrem Namen dafür stimmen.
voted-restored = Die Stimme zählt wieder, als Ihre eigene.
similar-meant = bedeutet fast dasselbe
status-under-review = Wird geprüft
status-planned = Geplant
status-in-progress = In Arbeit
status-shipped = Ausgeliefert
status-not-planned = Nicht geplant
