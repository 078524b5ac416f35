# Pages d’erreur, et pourquoi quelque chose n’est pas possible.
error-to-ideas = Toutes les idées
error-to-start = À l’accueil
error-missing = Introuvable
error-missing-text = Il n’y a rien à cette adresse, ou ce n’est pas pour vous.
error-sign-in = Veuillez vous connecter
error-sign-in-text = Pour cela, nous devons savoir qui vous êtes.
error-forbidden = Cela ne vous est pas ouvert
error-role = Votre rôle dans cet espace ne le permet pas. Un administrateur peut vous le donner sous « People ».
error-rejected = Cela n’a pas marché
error-closed = Fermé
error-wait = Un instant, s’il vous plaît
error-wait-seconds = { $count ->
    [one] C’était beaucoup à la fois. Veuillez réessayer dans { $count } seconde.
   *[other] C’était beaucoup à la fois. Veuillez réessayer dans { $count } secondes.
}
error-wait-minutes = { $count ->
    [one] C’était beaucoup à la fois. Veuillez réessayer dans { $count } minute.
   *[other] C’était beaucoup à la fois. Veuillez réessayer dans { $count } minutes.
}
error-away = De retour dans un instant
error-away-text = Shipboard n’arrive pas à joindre ses données. Rien n’est perdu ; veuillez réessayer dans quelques secondes.
error-broken = Quelque chose s’est cassé
error-broken-text = C’est notre faute, pas la vôtre. Si cela se reproduit, dites-nous le numéro ci-dessous.
error-reference = Si vous nous écrivez à ce sujet, indiquez la référence <code>{ $reference }</code>.
closed-pending = { $site } est en cours de création. L’espace ouvrira quand le lien envoyé par e-mail aura été suivi.
closed-suspended = { $site } a été suspendu par les exploitants de ce serveur. Rien n’est perdu ; veuillez vous adresser à eux.
closed-for-good = Cet espace a été fermé par son propriétaire.
form-garbled = Ce formulaire n’est pas arrivé comme prévu ({ $why }). Veuillez revenir en arrière et réessayer.
form-too-long = C’est plus que ce qu’un formulaire peut contenir ici (256 ko). Veuillez raccourcir et renvoyer.
form-lost = Ce formulaire n’est pas arrivé entier et rien n’en a été exécuté. Veuillez revenir en arrière, où votre saisie est encore là, et le renvoyer.
form-foreign = Ce formulaire a été envoyé depuis un autre site et n’a donc pas été exécuté. Veuillez ouvrir la page ici et réessayer.
