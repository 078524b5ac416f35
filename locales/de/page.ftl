# Was um jede Seite herum steht, und die kleinen Teile aller Seiten.
page-skip = Zum Inhalt springen
page-main = Hauptmenü
nav-ideas = Ideen
nav-roadmap = Roadmap
nav-changelog = Neuigkeiten
nav-desk = Desk
page-all-ideas = Alle Ideen
page-search = Ideen suchen
page-account = Ihr Konto, { $name }
nav-profile = Profil
sign-out = Abmelden
sign-in = Anmelden
page-powered = Läuft mit Shipboard
page-colours = Farben
theme-light = Hell
theme-dark = Dunkel
theme-system = System
vote-label = { $count ->
    [one] Für „{ $title }“ stimmen, { $count } Stimme
   *[other] Für „{ $title }“ stimmen, { $count } Stimmen
}
vote-word = { $count ->
    [one] Stimme
   *[other] Stimmen
}
undo = Rückgängig
pager = Seiten
pager-newer = Neuere
pager-more = Mehr
field-optional = freiwillig
field-trap = Bitte leer lassen
desk-waiting = warten
preview = Vorschau
