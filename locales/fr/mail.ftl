# Les e-mails. Chacun existe deux fois, en HTML et en texte, avec les mêmes mots.
mail-hello = Bonjour { $name },
mail-stop = Arrêter
mail-stop-like-this = Arrêter les e-mails de ce genre
mail-stop-ideas = Arrêter les e-mails sur les idées
mail-because-asked = Vous recevez ceci parce que vous l’avez demandé chez { $site }.
mail-and-more = { $count ->
    [one] { $first } et { $count } autre
   *[other] { $first } et { $count } autres
}
mail-says = Ce que dit l’équipe :
mail-mistyped = Vous n’avez rien demandé ? Alors quelqu’un s’est trompé d’adresse, et rien ne se passe tant que vous n’ouvrez pas le lien.

mail-sign-in-subject = Votre lien pour vous connecter à { $site }
mail-sign-in-subject-code = { $code } est votre code pour { $site }
mail-sign-in-preview = Votre lien de connexion. Il marche une fois, pendant 15 minutes.
mail-sign-in-title = Se connecter
mail-sign-in-kept = Gardé de côté : { $what }. L’envoi se fera dès que vous serez connecté.
mail-sign-in-code = Tapez ce code là où vous l’avez demandé :
mail-sign-in-or-link = Ou ouvrez le lien, sur n’importe quel appareil :
mail-sign-in-link = Ouvrez ce lien pour vous connecter à { $site } :
mail-sign-in-both = Les deux marchent une fois, pendant 15 minutes.
mail-sign-in-once = Il marche une fois, pendant 15 minutes.
mail-sign-in-never = Personne de { $site } ne vous demandera jamais ce code.

mail-found-subject = Ouvrez votre espace { $site }
mail-found-title = Votre espace est prêt
mail-found-preview = Un clic, et { $site } est ouvert.
mail-found-button = Ouvrir l’espace
mail-found-code = Ou tapez ce code là où vous l’avez demandé :
mail-found-address = Ensuite, il se trouvera ici :
mail-found-once = Le lien marche une fois, pendant un jour.
mail-found-why = Vous n’avez pas créé d’espace ? Alors quelqu’un s’est trompé d’adresse, et rien ne se passe tant que vous n’ouvrez pas le lien.

mail-invite-subject = Vous êtes invité chez { $site }
mail-invite-preview = Vous êtes invité chez { $site }. Votre rôle : { $roles }.
mail-invite-title = Vous êtes invité
mail-invite-text = Vous êtes invité chez { $site }. Votre rôle : { $roles }. On y demande ce qui manque, l’équipe décide, et tous ceux qui ont demandé sont prévenus quand c’est là.
mail-invite-button = Rejoindre
mail-invite-once = Le lien marche une fois, pendant sept jours. Ensuite, vous pourrez vous connecter avec { $email } ; aucun mot de passe n’est nécessaire.
mail-invite-why = Vous ne savez pas de quoi il s’agit ? Alors ne faites rien : sans ouvrir le lien, rien ne se passe.

mail-address-subject = Est-ce votre adresse pour { $site } ?
mail-address-title = Est-ce votre adresse ?
mail-address-preview = Confirmez votre nouvelle adresse.
mail-address-text = Confirmez que vous voulez désormais utiliser { $email } chez { $site }.
mail-address-button = Utiliser cette adresse
mail-address-once = Le lien marche une fois, pendant une heure. Tous les autres appareils seront alors déconnectés.
mail-taken-subject = Cette adresse est déjà utilisée chez { $site }
mail-taken-title = Cette adresse est déjà utilisée
mail-taken-preview = Rien n’a été changé.
mail-taken-text = Vous, ou quelqu’un d’autre, vouliez déplacer un compte de { $site } vers { $email }. Mais un compte a déjà cette adresse, rien n’a donc été changé. Était-ce vous ? Alors connectez-vous avec cette adresse, ou choisissez-en une autre.
mail-taken-why = Vous n’avez rien demandé ? Alors quelqu’un s’est trompé d’adresse, et rien ne se passe.
mail-moving-subject = Votre adresse pour { $site } va changer
mail-moving-title = Votre adresse va changer
mail-moving-preview = Votre compte passera à { $email } quand le lien envoyé là-bas sera ouvert.
mail-moving-text = Vous avez demandé à déplacer votre compte de { $site } de cette adresse vers { $email }. Cela se fera quand le lien envoyé là-bas sera ouvert ; les e-mails iront alors à la nouvelle adresse.
mail-moving-not-you = Ce n’était pas vous ? Alors quelqu’un utilise un navigateur où vous êtes connecté. Déconnectez les autres dans votre profil ; vous pouvez aussi y choisir un nouveau mot de passe.
mail-moving-button = Ouvrir votre profil
mail-moving-why = Vous recevez ceci parce qu’un compte de { $site } a cette adresse.

mail-shipped-subject = C’est sorti : { $what }
mail-shipped-title = C’est sorti
mail-shipped-preview = Ce que vous avez demandé est là.
mail-shipped-text = { $count ->
    [one] Vous avez demandé ceci à { $site }, et c’est là.
   *[other] Vous avez demandé ces { $count } choses à { $site }, et elles sont là.
}
mail-shipped-note = Dans { $release }. Merci de l’avoir demandé ; c’est le seul e-mail à ce sujet.
mail-shipped-button = Voir les nouveautés
mail-shipped-all = Tout ce qui est nouveau dans { $release } :
mail-back-subject = De retour : { $what }
mail-back-title = C’est de retour
mail-back-preview = Ce que vous avez demandé est de retour.
mail-back-text = { $count ->
    [one] Ce que vous avez demandé est de retour chez { $site }.
   *[other] { $count } choses que vous avez demandées sont de retour chez { $site }.
}
mail-withdrawn-subject = Finalement pas là : { $what }
mail-withdrawn-title = Finalement pas là
mail-withdrawn-preview = Nous avons dû retirer quelque chose.
mail-withdrawn-text = Nous vous avions dit que ceci était là. Nous avons dû le retirer.
mail-withdrawn-sorry = Nous sommes désolés. Votre souhait demeure, et nous vous dirons quand il sera de retour.
mail-withdrawn-why = Vous recevez ceci parce que { $site } vous a parlé de { $release }.

mail-planned-subject = Prévu : { $what }
mail-planned-title = C’est prévu
mail-planned-preview = Quelque chose que vous avez demandé est prévu.
mail-planned-text = { $count ->
    [one] { $site } a décidé de faire quelque chose que vous avez demandé.
   *[other] { $site } a décidé de faire des choses que vous avez demandées.
}
mail-planned-release = Prévu pour { $release }.
mail-planned-note = Vous recevrez encore un e-mail quand ce sera là.
mail-declined-subject = Pas prévu : { $what }
mail-declined-title = Cela ne viendra pas
mail-declined-preview = Une décision sur quelque chose que vous avez demandé.
mail-declined-text = { $site } a décidé de ne pas faire quelque chose que vous avez demandé.

mail-merged-subject = Réunie avec une autre idée : { $what }
mail-merged-title = Réunie avec une autre idée
mail-merged-preview = Votre vote compte là-bas maintenant.
mail-merged-text = { $site } a réuni ce que vous avez demandé avec une autre idée qui demande la même chose. Votre vote y compte, et vous apprendrez ce qu’elle devient.
mail-merged-line = Vous avez demandé { $asked }.
mail-merged-line-done = Vous avez demandé { $asked }. C’est déjà là : { $status }.
mail-merged-line-stands = Vous avez demandé { $asked }. Où cela en est : { $status }.
mail-quoted = « { $title } »

mail-comment-subject = { $author } sur « { $title } »
mail-comment-preview = { $author } a écrit à propos de « { $title } »
mail-comment-wrote = { $author } a écrit :
mail-comment-button = Répondre ou lire la suite
mail-comment-why = Vous recevez ceci parce que vous avez demandé à { $site } les commentaires sur cette idée.

mail-voted-subject = Vous avez demandé : { $what }
mail-voted-title = Votre souhait est sur la liste
mail-voted-preview = { $who } a voté pour quelque chose que vous avez demandé.
mail-voted-text = { $count ->
    [one] { $who }, de { $site }, a noté que vous avez demandé ceci et a voté en votre nom.
   *[other] { $who }, de { $site }, a noté que vous avez demandé ces choses et a voté en votre nom.
}
mail-voted-not-so = Ce n’est pas le cas ?
mail-voted-back = Retirer le vote
mail-voted-hear = Vous apprendrez la décision, et la sortie.
mail-voted-button = Me prévenir à la sortie
mail-voted-confirm = Pour être prévenu de la sortie, dites que cette adresse est la vôtre. Sinon, rien d’autre n’est envoyé à ce sujet.
mail-voted-why = C’est le seul e-mail à ce sujet.
mail-voted-stop = Plus d’e-mails de ce genre

mail-there-subject = { $kind ->
    [idea] Votre idée est en ligne
    [edit] Votre idée modifiée est en ligne
   *[comment] Votre commentaire est en ligne
}
mail-there-subject-many = { $count ->
    [one] { $count } de vos contributions est en ligne
   *[other] { $count } de vos contributions sont en ligne
}
mail-there-title = C’est en ligne
mail-there-preview = Tout le monde peut voir ce que vous avez envoyé.
mail-there-text = L’équipe de { $site } a lu ce que vous avez envoyé, et tout le monde peut le voir maintenant.
mail-refused-subject = { $kind ->
    [idea] Votre idée n’apparaît pas
    [edit] Votre idée modifiée n’apparaît pas
   *[comment] Votre commentaire n’apparaît pas
}
mail-refused-subject-many = { $count ->
    [one] { $count } de vos contributions n’apparaît pas
   *[other] { $count } de vos contributions n’apparaissent pas
}
mail-refused-title = Cela n’apparaît pas
mail-refused-preview = L’équipe a lu ce que vous avez envoyé.
mail-refused-text = L’équipe de { $site } a lu ce que vous avez envoyé. Cela n’apparaît pas.
mail-refused-kept = Vos mots sont gardés à cette adresse, pour vous seul.
mail-moderated-why = Vous recevez ceci parce que vous l’avez envoyé à { $site }.

mail-news-subject = Du nouveau chez { $site } : { $title }
mail-news-back-subject = { $title } est de retour
mail-news-preview = { $title } est sortie.
mail-news-again = Elle avait été retirée ; elle est de nouveau disponible.
mail-news-button = Lire sur sa page
mail-news-why = Vous suivez les nouveautés de { $site } par e-mail.
mail-news-stop = Ne plus suivre
mail-correction-subject = Finalement pas sortie : { $title }
mail-correction-title = Finalement pas sortie
mail-correction-preview = Elle a dû être retirée.
mail-correction-text = Nous vous avions écrit que { $title } est sortie. Elle a dû être retirée.
mail-correction-sorry = Nous sommes désolés. Vous serez prévenu de son retour.
mail-correction-button = Voir sa page
mail-confirm-subject = Suivre les nouveautés de { $site } ?
mail-confirm-title = Suivre les nouveautés ?
mail-confirm-preview = Un bouton, et vous serez prévenu de chaque version.
mail-confirm-text = Quelqu’un, sans doute vous, a demandé à recevoir par e-mail les nouvelles versions de { $site }.
mail-confirm-button = Confirmer à la page suivante
mail-confirm-note = Le lien marche une semaine. Si ce n’était pas vous, il n’y a rien à faire : sans le bouton de cette page, rien d’autre ne viendra.
mail-confirm-why = { $site } a envoyé ceci parce que votre adresse a été indiquée sur ses nouveautés.
mail-line-combined = Vous avez demandé « { $title } », qui a été réunie avec celle-ci.
