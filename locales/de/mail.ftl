# Mail. Jede gibt es zweimal, als HTML und als Text, in denselben Worten.
mail-hello = Hallo { $name },
mail-stop = Abstellen
mail-stop-like-this = Solche Mails abstellen
mail-stop-ideas = Mails über Ideen abstellen
mail-because-asked = Sie bekommen das, weil Sie es sich bei { $site } gewünscht haben.
mail-and-more = { $count ->
    [one] { $first } und { $count } weitere
   *[other] { $first } und { $count } weitere
}
mail-says = Das sagt das Team dazu:
mail-mistyped = Haben Sie das nicht angefordert? Dann hat sich jemand bei der Adresse vertippt, und nichts passiert, solange Sie den Link nicht öffnen.

mail-sign-in-subject = Ihr Link zum Anmelden bei { $site }
mail-sign-in-subject-code = { $code } ist Ihr Code für { $site }
mail-sign-in-preview = Ihr Link zum Anmelden. Er gilt einmal, 15 Minuten lang.
mail-sign-in-title = Anmelden
mail-sign-in-kept = { $what } ist aufgehoben und wird abgeschickt, sobald Sie angemeldet sind.
mail-sign-in-code = Tippen Sie diesen Code dort ein, wo Sie danach gefragt haben:
mail-sign-in-or-link = Oder öffnen Sie den Link, auf welchem Gerät auch immer:
mail-sign-in-link = Öffnen Sie diesen Link, um sich bei { $site } anzumelden:
mail-sign-in-both = Beides gilt einmal, 15 Minuten lang.
mail-sign-in-once = Er gilt einmal, 15 Minuten lang.
mail-sign-in-never = Niemand von { $site } wird Sie je nach dem Code fragen.

mail-found-subject = Öffnen Sie Ihren Workspace { $site }
mail-found-title = Ihr Workspace ist bereit
mail-found-preview = Ein Klick, und { $site } ist offen.
mail-found-button = Workspace öffnen
mail-found-code = Oder tippen Sie diesen Code dort ein, wo Sie danach gefragt haben:
mail-found-address = Von da an finden Sie ihn hier:
mail-found-once = Der Link gilt einmal, einen Tag lang.
mail-found-why = Haben Sie keinen Workspace angelegt? Dann hat sich jemand bei der Adresse vertippt, und nichts passiert, solange Sie den Link nicht öffnen.

mail-invite-subject = Sie sind zu { $site } eingeladen
mail-invite-preview = Sie sind zu { $site } eingeladen. Ihre Rolle: { $roles }.
mail-invite-title = Sie sind eingeladen
mail-invite-text = Sie sind zu { $site } eingeladen. Ihre Rolle: { $roles }. Dort wünschen sich Menschen, was ihnen fehlt, das Team entscheidet, und alle, die gefragt haben, erfahren, wenn es da ist.
mail-invite-button = Beitreten
mail-invite-once = Der Link gilt einmal, sieben Tage lang. Später können Sie sich mit { $email } anmelden; ein Passwort ist nicht nötig.
mail-invite-why = Wissen Sie nicht, worum es geht? Dann tun Sie nichts: Solange der Link nicht geöffnet wird, passiert nichts.

mail-address-subject = Ist das Ihre Adresse für { $site }?
mail-address-title = Ist das Ihre Adresse?
mail-address-preview = Bestätigen Sie Ihre neue Adresse.
mail-address-text = Bestätigen Sie, dass Sie bei { $site } von nun an { $email } benutzen möchten.
mail-address-button = Diese Adresse benutzen
mail-address-once = Der Link gilt einmal, eine Stunde lang. Alle anderen Geräte werden dann abgemeldet.
mail-taken-subject = Diese Adresse wird bei { $site } schon benutzt
mail-taken-title = Diese Adresse wird schon benutzt
mail-taken-preview = Nichts wurde geändert.
mail-taken-text = Sie oder jemand anderes wollte ein Konto bei { $site } auf { $email } umstellen. Aber ein Konto mit dieser Adresse gibt es schon, darum wurde nichts geändert. Waren Sie es? Dann melden Sie sich mit dieser Adresse an, oder wählen Sie eine andere.
mail-taken-why = Haben Sie das nicht angefordert? Dann hat sich jemand bei der Adresse vertippt, und nichts passiert.
mail-moving-subject = Ihre Adresse für { $site } wird sich ändern
mail-moving-title = Ihre Adresse wird sich ändern
mail-moving-preview = Ihr Konto zieht auf { $email } um, sobald dort der Link aus unserer Mail geöffnet wird.
mail-moving-text = Sie möchten Ihr Konto bei { $site } von dieser Adresse auf { $email } umstellen. Das geschieht, sobald dort der Link aus unserer Mail geöffnet wird; Mail geht dann an die neue Adresse.
mail-moving-not-you = Waren Sie das nicht? Dann benutzt jemand einen Browser, in dem Sie angemeldet sind. Melden Sie die anderen in Ihrem Profil ab; dort können Sie auch ein neues Passwort setzen.
mail-moving-button = Profil öffnen
mail-moving-why = Sie bekommen das, weil ein Konto bei { $site } diese Adresse hat.

mail-shipped-subject = Fertig: { $what }
mail-shipped-title = Es ist da
mail-shipped-preview = Was Sie sich gewünscht haben, ist da.
mail-shipped-text = { $count ->
    [one] Das haben Sie sich von { $site } gewünscht, und es ist da.
   *[other] Diese { $count } Dinge haben Sie sich von { $site } gewünscht, und sie sind da.
}
mail-shipped-note = Teil von { $release }. Danke für den Wunsch; dies ist die einzige Mail dazu.
mail-shipped-button = Ansehen, was neu ist
mail-shipped-all = Alles Neue in { $release }:
mail-back-subject = Wieder da: { $what }
mail-back-title = Es ist wieder da
mail-back-preview = Was Sie sich gewünscht haben, ist wieder da.
mail-back-text = { $count ->
    [one] Was Sie sich gewünscht haben, ist bei { $site } wieder da.
   *[other] { $count } Dinge, die Sie sich gewünscht haben, sind bei { $site } wieder da.
}
mail-withdrawn-subject = Doch nicht da: { $what }
mail-withdrawn-title = Doch nicht da
mail-withdrawn-preview = Wir mussten etwas zurückziehen.
mail-withdrawn-text = Wir haben Ihnen gesagt, dass das da ist. Wir mussten es zurückziehen.
mail-withdrawn-sorry = Das tut uns leid. Ihr Wunsch bleibt bestehen, und wir sagen Ihnen, wenn es wieder da ist.
mail-withdrawn-why = Sie bekommen das, weil { $site } Ihnen von { $release } geschrieben hat.

mail-planned-subject = Geplant: { $what }
mail-planned-title = Es ist geplant
mail-planned-preview = Etwas, das Sie sich gewünscht haben, ist geplant.
mail-planned-text = { $count ->
    [one] { $site } hat beschlossen, etwas zu machen, das Sie sich gewünscht haben.
   *[other] { $site } hat beschlossen, Dinge zu machen, die Sie sich gewünscht haben.
}
mail-planned-release = Geplant für { $release }.
mail-planned-note = Sie bekommen noch eine Mail, wenn es da ist.
mail-declined-subject = Nicht geplant: { $what }
mail-declined-title = Es wird nicht kommen
mail-declined-preview = Eine Entscheidung über etwas, das Sie sich gewünscht haben.
mail-declined-text = { $site } hat sich gegen etwas entschieden, das Sie sich gewünscht haben.

mail-merged-subject = Mit einer anderen Idee zusammengelegt: { $what }
mail-merged-title = Mit einer anderen Idee zusammengelegt
mail-merged-preview = Ihre Stimme zählt jetzt dort.
mail-merged-text = { $site } hat Ihren Wunsch mit einer anderen Idee zusammengelegt, die dasselbe will. Ihre Stimme zählt dort, und Sie hören, was daraus wird.
mail-merged-line = Sie wünschten sich { $asked }.
mail-merged-line-done = Sie wünschten sich { $asked }. Das gibt es schon: { $status }.
mail-merged-line-stands = Sie wünschten sich { $asked }. Stand: { $status }.
mail-quoted = „{ $title }“

mail-comment-subject = { $author } zu „{ $title }“
mail-comment-preview = { $author } schrieb zu „{ $title }“
mail-comment-wrote = { $author } schrieb:
mail-comment-button = Antworten oder weiterlesen
mail-comment-why = Sie bekommen das, weil Sie { $site } um Kommentare zu dieser Idee gebeten haben.

mail-voted-subject = Ihr Wunsch: { $what }
mail-voted-title = Ihr Wunsch steht auf der Liste
mail-voted-preview = { $who } hat für etwas gestimmt, das Sie sich wünschen.
mail-voted-text = { $count ->
    [one] { $who } von { $site } hat notiert, dass Sie sich das wünschen, und in Ihrem Namen dafür gestimmt.
   *[other] { $who } von { $site } hat notiert, dass Sie sich diese Dinge wünschen, und in Ihrem Namen dafür gestimmt.
}
mail-voted-not-so = Stimmt nicht?
mail-voted-back = Stimme zurücknehmen
mail-voted-hear = Sie erfahren, wenn es eine Entscheidung gibt und wenn es fertig ist.
mail-voted-button = Sagen Sie mir, wenn es fertig ist
mail-voted-confirm = Damit Sie erfahren, wenn es fertig ist, bestätigen Sie, dass diese Adresse Ihre ist. Sonst wird nichts weiter dazu verschickt.
mail-voted-why = Dies ist die einzige Mail dazu.
mail-voted-stop = Keine solchen Mails mehr

mail-there-subject = { $kind ->
    [idea] Ihre Idee ist da
    [edit] Ihre geänderte Idee ist da
   *[comment] Ihr Kommentar ist da
}
mail-there-subject-many = { $count ->
    [one] { $count } Beitrag von Ihnen ist da
   *[other] { $count } Beiträge von Ihnen sind da
}
mail-there-title = Es ist da
mail-there-preview = Alle können sehen, was Sie geschickt haben.
mail-there-text = Das Team von { $site } hat gelesen, was Sie geschickt haben, und alle können es jetzt sehen.
mail-refused-subject = { $kind ->
    [idea] Ihre Idee erscheint nicht
    [edit] Ihre geänderte Idee erscheint nicht
   *[comment] Ihr Kommentar erscheint nicht
}
mail-refused-subject-many = { $count ->
    [one] { $count } Beitrag von Ihnen erscheint nicht
   *[other] { $count } Beiträge von Ihnen erscheinen nicht
}
mail-refused-title = Es erscheint nicht
mail-refused-preview = Das Team hat gelesen, was Sie geschickt haben.
mail-refused-text = Das Team von { $site } hat gelesen, was Sie geschickt haben. Es erscheint nicht.
mail-refused-kept = Ihre Worte sind unter dieser Adresse aufgehoben, nur für Sie.
mail-moderated-why = Sie bekommen das, weil Sie es an { $site } geschickt haben.

mail-news-subject = Neu bei { $site }: { $title }
mail-news-back-subject = { $title } ist wieder da
mail-news-preview = { $title } ist erschienen.
mail-news-again = Es war zurückgezogen worden; jetzt ist es wieder verfügbar.
mail-news-button = Auf der Seite lesen
mail-news-why = Sie folgen den Neuigkeiten von { $site } per Mail.
mail-news-stop = Nicht mehr folgen
mail-correction-subject = Doch nicht erschienen: { $title }
mail-correction-title = Doch nicht erschienen
mail-correction-preview = Es musste zurückgezogen werden.
mail-correction-text = Wir haben Ihnen geschrieben, dass { $title } erschienen ist. Es musste zurückgezogen werden.
mail-correction-sorry = Das tut uns leid. Sie hören, wenn es wieder da ist.
mail-correction-button = Zur Seite
mail-confirm-subject = Den Neuigkeiten von { $site } folgen?
mail-confirm-title = Den Neuigkeiten folgen?
mail-confirm-preview = Ein Knopf, und Sie hören von jedem Release.
mail-confirm-text = Jemand, vermutlich Sie, möchte per Mail von neuen Releases von { $site } hören.
mail-confirm-button = Auf der nächsten Seite bestätigen
mail-confirm-note = Der Link gilt eine Woche. Wenn Sie es nicht waren, ist nichts zu tun: Ohne den Knopf auf dieser Seite kommt nichts weiter.
mail-confirm-why = { $site } schickt das, weil Ihre Adresse bei den Neuigkeiten angegeben wurde.
mail-line-combined = Sie wünschten sich „{ $title }“; das wurde hiermit zusammengelegt.
