# Les e-mails que l’on reçoit, et comment les arrêter.
mail-on = Activer
mail-off = Désactiver
mail-title = Vos e-mails
mail-word = E-mails
mail-lead = À { $email }. Quand une idée que vous avez demandée sort, vous recevez un e-mail à ce sujet. Un seul.
mail-ideas = E-mails sur les idées
mail-ideas-text = Quand ce que vous avez demandé est planifié, livré ou refusé.
mail-any = Tout e-mail
mail-any-text = L’e-mail de connexion arrive toujours.
mail-followed = Idées que vous suivez
mail-nothing = Rien encore
mail-nothing-text = Votez pour une idée, et elle apparaîtra ici.
mail-muted = En sourdine
mail-all = Décisions et commentaires
mail-decisions = Décisions
mail-hear-of = Recevoir des nouvelles de « { $title } »
mail-mute-idea = Mettre « { $title } » en sourdine
mail-hear = Réactiver
mail-mute = Sourdine
mail-noted-off = C’est noté : plus rien à ce sujet.
mail-noted-on = C’est noté : vous recevrez des nouvelles.
leave-undo = Réactiver
leave-stop = Arrêter cela
leave-mail = E-mails de { $site }
leave-mail-lead = À { $email }. Rien ne change tant que vous n’appuyez pas sur un bouton, et tout peut être annulé ici.
leave-one = Planifiée, livrée ou refusée : cette idée seulement.
leave-all-ideas = Tous les e-mails sur les idées
leave-all-ideas-text = Les décisions sur tout ce que vous avez demandé, et les commentaires que vous suivez.
leave-all = Tous les e-mails
leave-all-text = Tout, sauf l’e-mail de connexion.
left-idea = Vous ne recevrez plus rien sur cette idée.
left-ideas = Vous ne recevrez plus d’e-mails sur les idées.
left-everything = Vous ne recevrez plus d’e-mails, sauf pour vous connecter.
left-undone = C’est fait. Vous aurez de nouveau de nos nouvelles.

# Ce qui se trouve sous la cloche.
news-title = Notifications
news-bell = Notifications, { $count } non lues
news-mark = Tout marquer comme lu
news-nothing = Rien pour l’instant
news-nothing-text = Quand une de vos demandes est planifiée, reçoit une réponse ou est disponible, vous le voyez ici.
news-not-read = Non lu :
news-shipped = <a href="{ $path }"><bdi>{ $title }</bdi></a> est disponible.
news-shipped-in = <a href="{ $path }"><bdi>{ $title }</bdi></a> est disponible, dans { $release }.
news-withdrawn = <a href="{ $path }"><bdi>{ $title }</bdi></a> n’est plus disponible.
news-withdrawn-in = <a href="{ $path }"><bdi>{ $title }</bdi></a> n’est plus disponible : { $release } a été retirée.
news-planned = <a href="{ $path }"><bdi>{ $title }</bdi></a> est prévu.
news-planned-for = <a href="{ $path }"><bdi>{ $title }</bdi></a> est prévu pour { $release }.
news-declined = <a href="{ $path }"><bdi>{ $title }</bdi></a> ne se fera pas.
news-merged = Votre demande fait maintenant partie de <a href="{ $path }"><bdi>{ $title }</bdi></a>.
news-voted-for = L’équipe a noté que vous demandez <a href="{ $path }"><bdi>{ $title }</bdi></a>.
news-assigned = { $who } vous a confié <a href="{ $path }"><bdi>{ $title }</bdi></a>.
news-commented = { $who } a commenté <a href="{ $path }"><bdi>{ $title }</bdi></a>.
news-commented-more = { $who } et d’autres ont commenté <a href="{ $path }"><bdi>{ $title }</bdi></a>.
news-comments = { $count ->
    [one] { $count } commentaire
   *[other] { $count } commentaires
}
news-told = Toutes les personnes concernées sont au courant de <a href="{ $path }"><bdi>{ $title }</bdi></a>.
news-told-failed = { $count ->
    [one] Tout le monde est au courant de <a href="{ $path }"><bdi>{ $title }</bdi></a>, sauf { $count } personne dont l’e-mail n’a pas pu être remis.
   *[other] Tout le monde est au courant de <a href="{ $path }"><bdi>{ $title }</bdi></a>, sauf { $count } personnes dont l’e-mail n’a pas pu être remis.
}
news-corrected = Toutes les personnes prévenues savent que <a href="{ $path }"><bdi>{ $title }</bdi></a> a été retirée.
news-corrected-failed = { $count ->
    [one] Toutes les personnes prévenues savent que <a href="{ $path }"><bdi>{ $title }</bdi></a> a été retirée, sauf { $count } personne dont l’e-mail n’a pas pu être remis.
   *[other] Toutes les personnes prévenues savent que <a href="{ $path }"><bdi>{ $title }</bdi></a> a été retirée, sauf { $count } personnes dont l’e-mail n’a pas pu être remis.
}
news-held = { $count ->
    [one] <a href="{ $path }">{ $count } message</a> attend d’être lu avant de paraître.
   *[other] <a href="{ $path }">{ $count } messages</a> attendent d’être lus avant de paraître.
}
news-appears = { $kind ->
    [idea] Votre idée <a href="{ $path }"><bdi>{ $title }</bdi></a> est en ligne.
    [edit] Votre modification de <a href="{ $path }"><bdi>{ $title }</bdi></a> est en ligne.
   *[comment] Votre commentaire sur <a href="{ $path }"><bdi>{ $title }</bdi></a> est en ligne.
}
news-refused = { $kind ->
    [idea] Votre idée <a href="{ $path }"><bdi>{ $title }</bdi></a> n’apparaît pas. L’équipe dit pourquoi.
    [edit] Votre modification de <a href="{ $path }"><bdi>{ $title }</bdi></a> n’apparaît pas. L’équipe dit pourquoi.
   *[comment] Votre commentaire sur <a href="{ $path }"><bdi>{ $title }</bdi></a> n’apparaît pas. L’équipe dit pourquoi.
}
news-older = Le reste se trouve sur les pages des idées elles-mêmes.
news-mail = Ce que vous recevez aussi par e-mail, <a href="/profile/mail">c’est vous qui le choisissez</a>.
news-read = Tout est lu.
