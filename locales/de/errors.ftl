# Fehlerseiten, und warum etwas nicht geht.
error-to-ideas = Zu allen Ideen
error-to-start = Zum Anfang
error-missing = Nicht gefunden
error-missing-text = Unter dieser Adresse gibt es nichts, oder es ist nicht für Sie bestimmt.
error-sign-in = Bitte melden Sie sich an
error-sign-in-text = Dafür müssen wir wissen, wer Sie sind.
error-forbidden = Das steht Ihnen nicht offen
error-role = Ihre Rolle in diesem Workspace umfasst das nicht. Wer ihn verwaltet, kann sie Ihnen unter „People“ geben.
error-rejected = Das hat nicht geklappt
error-closed = Geschlossen
error-wait = Einen Moment bitte
error-wait-seconds = { $count ->
    [one] Das war viel auf einmal. Bitte versuchen Sie es in { $count } Sekunde noch einmal.
   *[other] Das war viel auf einmal. Bitte versuchen Sie es in { $count } Sekunden noch einmal.
}
error-wait-minutes = { $count ->
    [one] Das war viel auf einmal. Bitte versuchen Sie es in { $count } Minute noch einmal.
   *[other] Das war viel auf einmal. Bitte versuchen Sie es in { $count } Minuten noch einmal.
}
error-away = Gleich wieder da
error-away-text = Shipboard erreicht seine Daten gerade nicht. Nichts ist verloren; bitte versuchen Sie es in einigen Sekunden noch einmal.
error-broken = Da ist etwas kaputt
error-broken-text = Das liegt an uns, nicht an Ihnen. Wenn es noch einmal passiert, nennen Sie uns bitte die Nummer unten.
error-reference = Wenn Sie uns dazu schreiben, nennen Sie bitte die Nummer <code>{ $reference }</code>.
closed-pending = { $site } wird gerade eingerichtet. Die Seite öffnet, sobald der Link aus unserer Mail benutzt wurde.
closed-suspended = { $site } wurde von den Betreibern dieses Servers angehalten. Nichts ist verloren; bitte fragen Sie dort nach.
closed-for-good = Dieser Workspace wurde von seinem Inhaber geschlossen.
form-garbled = Dieses Formular ist nicht so angekommen wie gedacht ({ $why }). Bitte gehen Sie zurück und versuchen Sie es noch einmal.
form-too-long = Das ist mehr, als ein Formular hier fasst (256 kB). Bitte kürzen Sie es und schicken Sie es noch einmal ab.
form-lost = Dieses Formular ist nicht vollständig angekommen, deshalb wurde nichts davon ausgeführt. Bitte gehen Sie zurück, wo Ihre Eingaben noch stehen, und senden Sie es noch einmal ab.
form-foreign = Dieses Formular wurde von einer anderen Website gesendet und deshalb nicht ausgeführt. Bitte öffnen Sie die Seite hier und versuchen Sie es noch einmal.
