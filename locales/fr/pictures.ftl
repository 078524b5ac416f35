# Les images dans ce que les gens écrivent.
picture = Image
picture-add = Ajouter une image
picture-busy = L’image est en route…
picture-lost = L’image n’est pas arrivée entière. Veuillez réessayer.
picture-none = Choisissez d’abord une image.
picture-unknown = Ce n’est pas une image PNG, JPEG, GIF ou WebP.
picture-broken = Cette image est illisible. Le fichier est peut-être endommagé.
picture-too-many-points = Cette image est trop grande. Le maximum est de { $most } points dans chaque direction.
picture-too-long = Cette image dépasse { $most } mégaoctets.
picture-too-many = { $count ->
    [one] Cela fait beaucoup d’images en peu de temps. La prochaine sera possible dans { $count } minute.
   *[other] Cela fait beaucoup d’images en peu de temps. La prochaine sera possible dans { $count } minutes.
}
picture-no-room = Il n’y a plus de place ici pour cette image. Votre texte peut être envoyé sans elle.
picture-sign-in = Il faut être connecté pour ajouter une image, et vous ne l’êtes plus. Envoyez votre texte : il est conservé jusqu’à votre reconnexion, et vous pourrez ensuite y ajouter l’image.
picture-not-taken = L’image n’a pas été ajoutée
picture-text-kept = Votre texte est toujours là. Envoyez-le sans l’image, ou choisissez-en une autre.
picture-your-text = Votre texte
picture-send = Envoyer
