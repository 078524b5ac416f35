# Les idées : la liste, une idée, demander quelque chose, commenter, suivre.
board-closed = Fermé aux nouvelles idées
idea-new = Nouvelle idée
ideas-waiting = { $count ->
    [one] Votre idée attend d’être lue par l’équipe. Vous seul voyez ceci :
   *[other] { $count } de vos idées attendent d’être lues par l’équipe. Vous seul voyez ceci :
}
list-search = Chercher dans { $list }
search = Chercher
list-sort = Trier par
list-remove-filter = Retirer le filtre :
list-nothing = Rien trouvé
list-nothing-text = Aucune idée ne contient ces mots. Si c’est ce qu’il vous faut, soyez le premier à le demander.
list-ask = Le demander
list-show-all = Voir toutes les idées
list-no-fit = Aucune idée ne correspond
list-no-fit-text = Il n’y en a pas avec tout ce que vous avez choisi.
list-closed = Aucune idée ici
list-closed-text = Ce tableau a été fermé avant que quelqu’un n’y demande quelque chose.
list-empty = Pas encore d’idées
list-empty-text = Soyez le premier à demander quelque chose. Il suffit d’un titre et d’une phrase.
comments-count = Commentaires :
pager-back = Retour
list-narrow = Affiner la liste
list-boards = Tableaux
list-status = Statut
list-tags = Étiquettes
idea-new-lead = Un souhait par idée. Dites ce que vous voulez accomplir ; nous trouverons comment.
idea-no-board = Aucun tableau ne prend d’idées
idea-no-board-text = Tous les tableaux sont fermés aux nouvelles idées, ou il faut vous connecter pour les voir.
idea-title = Titre
idea-details = Détails
idea-details-hint = Que se passe-t-il aujourd’hui, que préféreriez-vous, à quelle fréquence ? Markdown fonctionne.
idea-board = Tableau
idea-submit = Envoyer l’idée
idea-submit-anyway = Envoyer quand même
idea-submit-not-yet = Votre idée n’est pas encore envoyée. Regardez d’abord si elle existe déjà.
idea-submit-note = Vous la suivez et apprendrez ce qui est décidé.
similar-label = Idées semblables
similar-title = { $count ->
    [one] Est-ce celle-ci ?
   *[other] Est-ce l’une de celles-ci ?
}
similar-vote = Votre vote là-bas compte plus qu’une deuxième idée.
opens-tab = (s’ouvre dans un nouvel onglet)
similar-wanted = Vous le souhaitez déjà ; { $reason }
where = Où vous êtes
idea-combined-from = Vous cherchiez #{ $number } « { $title } », qui a été réunie avec celle-ci. Un vote ou un commentaire d’ici compte pour les deux.
team = Équipe
edited = modifié
edit = Modifier
delete = Supprimer
idea-versions = Versions
idea-answer = Réponse de l’équipe
the-team = L’équipe
idea-facts = Repères
idea-release = Version
idea-combined = Réunies
demand-by = Souhaité par
people = { $count ->
    [one] { $count } personne
   *[other] { $count } personnes
}
companies = { $count ->
    [one] { $count } entreprise
   *[other] { $count } entreprises
}
demand-pay = Ils paient
demand-monthly = par mois
demand-must = Indispensable pour
demand-trend = Tendance
demand-first = Premier à demander
demand-waiting = Attend depuis le plus longtemps
combine-question = Une autre idée demande-t-elle la même chose ? Réunies, leurs votes comptent ensemble.
combine-out = Séparer
combine-another = Réunir avec une autre
idea-plan = Planifier
idea-plan-add = Ajouter à la version
idea-happened = Ce qui s’est passé
idea-asked-by = Demandé par { $name }
staff-only-seen = Seule l’équipe voit ceci
comment-on = sur #{ $number }
comment-lost = Son texte est perdu.
comment-delete = Supprimer
comment-delete-of = Supprimer le commentaire de { $name }
comments = Commentaires
comment-deleted = Ce commentaire a été supprimé.
reply-to = Répondre à { $name }
comment-your-reply = Votre réponse
reply = Répondre
comments-waiting = Les vôtres en attente
post-waits = { $kind ->
    [idea] Votre idée attend d’être lue par l’équipe.
    [edit] Votre idée modifiée attend d’être lue par l’équipe.
   *[comment] Votre commentaire attend d’être lu par l’équipe.
}
post-only-you = Vous seul voyez ceci.
post-change = Modifier ou retirer
comment-add = Ajouter un commentaire
staff-only-hint = Une note : personne hors de l’équipe ne la voit, et elle n’est pas comptée.
comment-send = Commenter
comment-note = Markdown fonctionne. Vous pourrez modifier plus tard.
follow-title = Suivi
follow-muted = Mais vous avez désactivé nos e-mails, donc rien n’est envoyé. Vous pouvez les réactiver dans votre <a href="/profile">profil</a>.
follow-only-decisions = Décisions seulement
follow-comments-too = Les commentaires aussi
follow-stop = Ne plus suivre
follow-not = Vous ne recevez rien sur cette idée.
follow-offer = Apprenez quand cette idée est planifiée, livrée ou refusée.
follow = Suivre
importance-question = Quelle importance pour vous ?
idea-edit = Modifier l’idée
idea-edit-lead = L’équipe peut voir ce qui était écrit avant.
markdown-works = Markdown fonctionne.
save = Enregistrer
leave-it = Laisser
comment-word = Commentaire
comment-edit = Modifier votre commentaire
idea-undeletable = « { $title } » ne peut pas être supprimée
idea-back = Retour à l’idée
idea-delete-question = Supprimer « { $title } » ?
idea-delete-alone = Personne d’autre n’a encore voté ni commenté.
idea-delete-lost = Disparaissent avec elle :
idea-delete-back = L’équipe peut la rétablir telle qu’elle était, depuis l’adresse de l’idée.
idea-delete-team = Seule l’équipe peut la rétablir.
idea-delete = Supprimer l’idée
keep-it = Garder
idea-is-deleted = #{ $number } « { $title } » est supprimée
idea-was-deleted = Supprimée { $ago } ({ $at }). Ses votes et ses commentaires sont conservés. Pour tous ceux qui ne sont pas de l’équipe, il n’y a rien ici.
idea-restore = Rétablir
idea-versions-lead = Ce qui était écrit avant chaque modification, le plus récent d’abord.
idea-never-changed = Jamais modifiée
idea-never-changed-text = Elle dit ce qu’elle disait au départ.
idea-version-by = Modifié par <b>{ $name }</b>
idea-no-details = Pas de détails.
posts-title = Ce que l’équipe lit d’abord
post-yours = { $kind ->
    [idea] Votre idée
    [edit] Votre idée modifiée
   *[comment] Votre commentaire
}
post-waiting = En attente de lecture par l’équipe ; personne d’autre ne le voit encore.
post-not-lost = Rien n’est perdu : vous apprendrez par e-mail ce qui est décidé.
post-declined = L’équipe a décidé que cela n’apparaît pas.
post-for = Pour { $board }
post-written = Écrit :
post-read = Lu :
back = Retour
post-take-back = Retirer
post-take-back-question = Retirer ? Rien n’en sera conservé.
profile-title = Votre profil
posts-lead = Certaines contributions sont lues par l’équipe avant que d’autres ne les voient. Voici les vôtres.
posts-none = Rien de vous n’attend
posts-none-text = Tout ce que vous avez envoyé est là où vous l’avez envoyé.
post-badge-declined = refusé
post-badge-waits = en attente
post-saved = Enregistré. L’équipe le lira tel qu’il est maintenant.
post-taken-back = { $kind ->
    [idea] Votre idée est retirée. Rien n’en est conservé.
    [edit] Votre idée modifiée est retirée. Rien n’en est conservé.
   *[comment] Votre commentaire est retiré. Rien n’en est conservé.
}
post-why-some = L’équipe lit certaines contributions avant qu’elles n’apparaissent.
post-why-links = Il y a plusieurs liens. L’équipe lit cela avant publication tant que quelqu’un est nouveau ici.
post-why-repeated = Vous, ou quelqu’un d’autre, avez déjà envoyé les mêmes mots. L’équipe lit cela avant publication.
post-why-first = L’équipe lit la première contribution de chaque nouveau venu.
post-why-everything = Sur ce tableau, l’équipe lit tout avant publication.
decline-spam = Cela ressemble à de la publicité.
decline-off-topic = Cela ne concerne pas ce que nous faisons, et n’aurait pas trouvé de lecteurs ici.
decline-duplicate = Quelqu’un l’a déjà dit ici. Un vote là-bas compte autant.
decline-unclear = Nous n’avons pas compris ce qui est voulu. Redites-le, s’il vous plaît, avec un exemple.
decline-rude = Redites-le, s’il vous plaît, d’une manière aimable pour les autres.
decline-noted = { $sentence } { $note }
post-thanks = { $kind ->
    [idea] Merci. Votre idée est bien arrivée.
    [edit] Merci. Votre modification est bien arrivée.
   *[comment] Merci. Votre commentaire est bien arrivé.
}
post-thanks-waits = { $kind ->
    [idea] Merci. Votre idée attend d’être lue par l’équipe ; vous serez prévenu ensuite.
    [edit] Merci. Votre idée modifiée attend d’être lue par l’équipe ; vous serez prévenu ensuite.
   *[comment] Merci. Votre commentaire attend d’être lu par l’équipe ; vous serez prévenu ensuite.
}
post-on = { $kind ->
    [edit] Modification de #{ $number }
   *[comment] Commentaire sur #{ $number }
}
form-sent-before = Ce formulaire a déjà été envoyé. Veuillez en commencer un nouveau.
post-decided = L’équipe a décidé entre-temps. Sa page dit comment.
post-comment-on = Votre commentaire sur « { $title } »
comment-parent-gone = Ce à quoi vous répondiez n’existe plus.
comment-not-yours = Seul l’auteur d’un commentaire peut le modifier.
comment-not-deletable = Seuls l’auteur d’un commentaire et l’équipe peuvent le supprimer.
comment-is-deleted = Le commentaire est supprimé.
edit-taken-up = L’équipe s’en occupe, le texte reste donc tel quel. Vous pouvez ajouter un commentaire.
edit-not-yours = Seuls l’auteur de l’idée et l’équipe peuvent changer son texte.
idea-edit-number = Modifier #{ $number }
saved = Enregistré.
idea-versions-of = Versions de #{ $number }
idea-promised = Elle est promise pour { $version }. Il faut d’abord la retirer de cette version.
idea-not-alone = D’autres ont voté ou commenté depuis ; l’idée n’est plus à vous seul.
delete-not-yours = Seuls l’auteur de l’idée et l’équipe peuvent la supprimer.
votes = { $count ->
    [one] { $count } vote
   *[other] { $count } votes
}
comments-number = { $count ->
    [one] { $count } commentaire
   *[other] { $count } commentaires
}
ideas-combined = { $count ->
    [one] { $count } idée réunie avec elle
   *[other] { $count } idées réunies avec elle
}
idea-delete-number = Supprimer #{ $number }
idea-deleted = « { $title } » est supprimée.
idea-is-back = L’idée est revenue, telle qu’elle était.
importance-nice = Agréable
importance-important = Important
importance-must = Indispensable
follow-why-submitted = car elle est de vous
follow-why-voted = car vous avez voté
follow-why-voted-for = car l’équipe a voté pour vous
follow-why-asked = car vous l’avez demandé
follow-why-commented = car vous avez commenté
follow-decisions = Vous apprenez les décisions sur cette idée, { $reason }.
follow-all = Vous apprenez les décisions sur cette idée et recevez les commentaires, { $reason }.
release-draft = Brouillon
release-rolled-back = Retirée
release-in-part = En partie
ideas-more = plus de { $most } idées
ideas-count = { $count ->
    [one] { $count } idée
   *[other] { $count } idées
}
vote-over = « { $title } » existe déjà et n’a plus besoin de votes. S’il y manque quelque chose, dites-le dans un commentaire.
idea-new-about = Demandez quelque chose, ou voyez que quelqu’un l’a déjà fait.
board-gone = Ce tableau ne prend plus d’idées. Veuillez en choisir un autre.
ideas-too-many = { $count ->
    [one] C’était beaucoup d’idées à la fois. Gardez cette page ouverte et renvoyez-la dans { $count } minute.
   *[other] C’était beaucoup d’idées à la fois. Gardez cette page ouverte et renvoyez-la dans { $count } minutes.
}
idea-thanks = Merci. Votre idée est enregistrée, avec votre vote, et vous apprendrez ce qu’elle devient.
list-lead = Votez pour ce qu’il vous faut, ou demandez quelque chose de nouveau.
list-about = Ce que l’on souhaite de { $site }.
sort-trending = Tendances
sort-top = Populaires
sort-new = Récentes
sort-match = Pertinentes
boards-all = Tous les tableaux
idea-plan-new = Une nouvelle version
idea-about = { $count ->
    [one] { $title }, souhaité par { $count } personne
   *[other] { $title }, souhaité par { $count } personnes
}
similar-spelled = écriture semblable
similar-shares = en commun : « { $words } »
step-answer-taken-back = La réponse de l’équipe a été retirée
step-answered = L’équipe a répondu
step-edited = Modifiée
step-moved = Déplacée de { $from } vers { $to }
step-tagged = Étiquettes modifiées
step-voted-for = Vote au nom de quelqu’un
step-vote-taken-back = Vote au nom de quelqu’un retiré
step-deleted = Supprimée
step-restored = Rétablie
step-merged = Réunie avec #{ $number }
step-unmerged = Séparée de #{ $number }
step-combined = #{ $number } a été réunie avec celle-ci
step-separated = #{ $number } a été de nouveau séparée
step-comment-deleted = Commentaire supprimé
step-by = { $what }, par { $name }
voted-by = { $name }, de { $site }, a noté que vous avez demandé ceci et a voté en votre nom. Rien ne change tant que vous n’appuyez pas sur un bouton.
voted-counts = Votre vote compte chez { $site }.
voted-hear = Vous apprendrez la décision, et la sortie.
voted-until = Tant que vous n’avez pas dit que cette adresse est la vôtre, rien d’autre n’y est envoyé.
voted-tell = Me prévenir à la sortie
voted-back = Retirer le vote
voted-stop = Arrêter les e-mails sur les idées…
voted-none = Vous n’avez pas de vote ici. Il a été retiré, et personne de { $site } ne votera plus en votre nom pour ceci.
voted-restore = Je le souhaite quand même
voted-see = Voir l’idée
voted-kept = Merci. Vous apprendrez la décision, et la sortie.
voted-withdrawn = Le vote est retiré. Personne ne votera plus en votre nom pour ceci.
voted-restored = Le vote compte de nouveau, comme le vôtre.
similar-meant = veut dire à peu près la même chose
status-under-review = À l’étude
status-planned = Prévu
status-in-progress = En cours
status-shipped = Livré
status-not-planned = Non prévu
