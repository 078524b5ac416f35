# Les nouveautés, leur flux et leurs abonnés ; la feuille de route.
rolled-back-on = Retirée le { $day }.
rolled-back-text = Ce qui est décrit ici n’est pas disponible pour le moment.
entry-new = Ce qui est nouveau
entry-also = Également nouveau
entry-people = { $count ->
    [one] { $count } personne a demandé ce qui est ici
   *[other] { $count } personnes ont demandé ce qui est ici
}
entry-ideas = Idées incluses
in-part = en partie
changelog-mail = Les nouveautés par e-mail
changelog-follows = Vous êtes abonné : un e-mail arrive à chaque version.
changelog-address = Votre adresse
changelog-hint = Un e-mail par version. Vous confirmez d’abord par un lien, et pouvez partir en un clic.
changelog-lead = Tout ce qui est nouveau, et combien de personnes l’ont demandé.
changelog-feed = Flux
changelog-empty = Rien ici pour l’instant
changelog-empty-text = L’histoire de chaque version sera racontée ici, avec le nombre de personnes qui l’ont demandée.
entry-shipped = Sortie :
entry-others = Autres versions
roadmap-lead = Ce qui est prévu, ce qui est en cours, et ce qui est nouveau.
roadmap-group = Regrouper par
roadmap-by-status = Par statut
roadmap-by-release = Par version
roadmap-nothing = Rien sur la feuille de route
roadmap-nothing-text = Cet espace n’a pas encore de statut pour les idées prévues ou terminées.
ideas-word = { $count ->
    [one] idée
   *[other] idées
}
roadmap-most = Les { $shown } plus souhaitées sur { $all }.
roadmap-most-of-many = Les { $shown } idées les plus demandées sur plus de { $all }.
roadmap-shipped = Tout ce qui est sorti
roadmap-releases-lead = Les versions à venir, et ce que chacune contient.
roadmap-no-release = Aucune version n’est prévue
roadmap-no-release-text = Dès que l’équipe en prévoit une, elle apparaît ici avec son contenu.
roadmap-to-come = Versions à venir
roadmap-recent = Sorties récentes
subscription-ask = Suivre les nouveautés ?
subscription-ask-text = { $site } écrira à <strong>{ $email }</strong> quand il y a du nouveau : un e-mail par version, et chacun permet de partir en un clic.
subscription-yes = Oui, suivre
subscription-no = Non, merci
subscription-stale = Ce lien est trop ancien
subscription-stale-text = Il marchait une semaine. Rien n’a changé ; vous pouvez en demander un nouveau.
subscription-to = Vers les nouveautés
subscription-follows = Vous suivez les nouveautés
subscription-follows-text = { $site } écrit à <strong>{ $email }</strong> à chaque version.
subscription-read = Lire les nouveautés
subscription-left = Vous ne suivez pas les nouveautés
subscription-left-text = { $site } n’envoie pas de nouvelles des versions à <strong>{ $email }</strong>.
subscription-again = Suivre à nouveau
feed-title = Nouveautés de { $site }
feed-rolled-back = Retirée : { $title }
wish-in-part = { $votes }, satisfait en partie
subscription-sent = Un lien est en route vers { $email }. Ouvrez-le, et vous serez prévenu de chaque version.
roadmap-none-planned = Rien n’est prévu pour le moment.
roadmap-none-active = Rien n’est en cours pour le moment.
roadmap-none-done = Rien n’a été terminé ces trois derniers mois.
category-planned = Prévu
category-active = En cours
category-done = Terminé
roadmap-about = Ce que { $site } prévoit, ce qui est en cours, et ce qui est nouveau.
roadmap-no-date = Pas encore de date
roadmap-title-releases = Feuille de route par version
roadmap-releases-about = Les versions que { $site } prévoit, et ce que chacune contient.
changelog-about = Ce qui est nouveau chez { $site }, et combien de personnes l’ont demandé.
entry-rolled-back = { $title } a été retirée le { $day }.
entry-about = Ce qui est nouveau dans { $site } { $version }.
