# Ce qui entoure chaque page, et les petits éléments de toutes les pages.
page-skip = Aller au contenu
page-main = Menu principal
nav-ideas = Idées
nav-roadmap = Feuille de route
nav-changelog = Nouveautés
nav-desk = Bureau
page-all-ideas = Toutes les idées
page-search = Chercher une idée
page-account = Votre compte, { $name }
nav-profile = Profil
sign-out = Se déconnecter
sign-in = Se connecter
page-powered = Propulsé par Shipboard
page-colours = Couleurs
theme-light = Clair
theme-dark = Sombre
theme-system = Système
vote-label = { $count ->
    [one] Voter pour « { $title } », { $count } vote
   *[other] Voter pour « { $title } », { $count } votes
}
vote-word = { $count ->
    [one] vote
   *[other] votes
}
undo = Annuler
pager = Pages
pager-newer = Plus récent
pager-more = Suite
field-optional = facultatif
field-trap = À laisser vide
desk-waiting = en attente
preview = Aperçu
