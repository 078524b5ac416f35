# Correo. Cada uno existe dos veces, en HTML y en texto, con las mismas palabras.
mail-hello = Hola, { $name }:
mail-stop = Pararlo
mail-stop-like-this = Parar correos como este
mail-stop-ideas = Parar el correo sobre ideas
mail-because-asked = Recibe esto porque lo pidió en { $site }.
mail-and-more = { $count ->
    [one] { $first } y { $count } más
   *[other] { $first } y { $count } más
}
mail-says = Lo que dice el equipo:
mail-mistyped = ¿No ha pedido esto? Entonces alguien se equivocó de dirección, y no pasa nada mientras no abra el enlace.

mail-sign-in-subject = Su enlace para iniciar sesión en { $site }
mail-sign-in-subject-code = { $code } es su código para { $site }
mail-sign-in-preview = Su enlace para iniciar sesión. Funciona una vez, durante 15 minutos.
mail-sign-in-title = Iniciar sesión
mail-sign-in-kept = Hemos guardado esto: { $what }. Se enviará en cuanto inicie sesión.
mail-sign-in-code = Escriba este código donde lo pidió:
mail-sign-in-or-link = O abra el enlace, en cualquier dispositivo:
mail-sign-in-link = Abra este enlace para iniciar sesión en { $site }:
mail-sign-in-both = Ambos funcionan una vez, durante 15 minutos.
mail-sign-in-once = Funciona una vez, durante 15 minutos.
mail-sign-in-never = Nadie de { $site } le pedirá nunca el código.

mail-found-subject = Abra su espacio { $site }
mail-found-title = Su espacio está listo
mail-found-preview = Un clic, y { $site } está abierto.
mail-found-button = Abrir el espacio
mail-found-code = O escriba este código donde lo pidió:
mail-found-address = Desde entonces estará aquí:
mail-found-once = El enlace funciona una vez, durante un día.
mail-found-why = ¿No ha creado un espacio? Entonces alguien se equivocó de dirección, y no pasa nada mientras no abra el enlace.

mail-invite-subject = Le han invitado a { $site }
mail-invite-preview = Le han invitado a { $site }. Su rol: { $roles }.
mail-invite-title = Le han invitado
mail-invite-text = Le han invitado a { $site }. Su rol: { $roles }. Allí la gente pide lo que echa en falta, el equipo decide, y todo el que lo pidió se entera cuando está.
mail-invite-button = Unirse
mail-invite-once = El enlace funciona una vez, durante siete días. Después puede iniciar sesión con { $email }; no hace falta contraseña.
mail-invite-why = ¿No sabe de qué se trata? Entonces no haga nada: si no se abre el enlace, no pasa nada.

mail-address-subject = ¿Es esta su dirección para { $site }?
mail-address-title = ¿Es esta su dirección?
mail-address-preview = Confirme su nueva dirección.
mail-address-text = Confirme que desde ahora quiere usar { $email } en { $site }.
mail-address-button = Usar esta dirección
mail-address-once = El enlace funciona una vez, durante una hora. Entonces se cierra la sesión en los demás dispositivos.
mail-taken-subject = Esta dirección ya se usa en { $site }
mail-taken-title = Esta dirección ya se usa
mail-taken-preview = No se ha cambiado nada.
mail-taken-text = Usted, u otra persona, quiso pasar una cuenta de { $site } a { $email }. Pero ya hay una cuenta con esta dirección, así que no se ha cambiado nada. ¿Fue usted? Entonces inicie sesión con esta dirección, o elija otra.
mail-taken-why = ¿No ha pedido esto? Entonces alguien se equivocó de dirección, y no pasa nada.
mail-moving-subject = Su dirección para { $site } está a punto de cambiar
mail-moving-title = Su dirección está a punto de cambiar
mail-moving-preview = Su cuenta pasa a { $email } cuando se abra el enlace que enviamos allí.
mail-moving-text = Pidió pasar su cuenta de { $site } de esta dirección a { $email }. Eso ocurre cuando se abra el enlace que enviamos allí; el correo irá entonces a la nueva dirección.
mail-moving-not-you = ¿No fue usted? Entonces alguien usa un navegador con su sesión abierta. Cierre las demás sesiones en su perfil, donde también puede poner una contraseña nueva.
mail-moving-button = Abrir su perfil
mail-moving-why = Recibe esto porque una cuenta de { $site } tiene esta dirección.

mail-shipped-subject = Ya está: { $what }
mail-shipped-title = Ya está
mail-shipped-preview = Lo que pidió ya está.
mail-shipped-text = { $count ->
    [one] Pidió esto a { $site }, y ya está.
   *[other] Pidió estas { $count } cosas a { $site }, y ya están.
}
mail-shipped-note = Parte de { $release }. Gracias por pedirlo; este es el único correo sobre ello.
mail-shipped-button = Ver las novedades
mail-shipped-all = Todo lo nuevo en { $release }:
mail-back-subject = Ha vuelto: { $what }
mail-back-title = Ha vuelto
mail-back-preview = Lo que pidió ha vuelto.
mail-back-text = { $count ->
    [one] Lo que pidió ha vuelto a { $site }.
   *[other] { $count } cosas que pidió han vuelto a { $site }.
}
mail-withdrawn-subject = Al final no está: { $what }
mail-withdrawn-title = Al final no está
mail-withdrawn-preview = Hemos tenido que retirar algo.
mail-withdrawn-text = Le dijimos que esto ya estaba. Hemos tenido que retirarlo.
mail-withdrawn-sorry = Lo sentimos. Su deseo sigue en pie, y le diremos cuándo ha vuelto.
mail-withdrawn-why = Recibe esto porque { $site } le habló de { $release }.

mail-planned-subject = Planificado: { $what }
mail-planned-title = Está planificado
mail-planned-preview = Algo que pidió está planificado.
mail-planned-text = { $count ->
    [one] { $site } ha decidido hacer algo que usted pidió.
   *[other] { $site } ha decidido hacer cosas que usted pidió.
}
mail-planned-release = Planificado para { $release }.
mail-planned-note = Recibirá un correo más cuando esté.
mail-declined-subject = No planificado: { $what }
mail-declined-title = No se hará
mail-declined-preview = Una decisión sobre algo que pidió.
mail-declined-text = { $site } ha decidido no hacer algo que usted pidió.

mail-merged-subject = Unida a otra idea: { $what }
mail-merged-title = Unida a otra idea
mail-merged-preview = Su voto cuenta ahí ahora.
mail-merged-text = { $site } ha unido lo que pidió a otra idea que pide lo mismo. Su voto cuenta ahí, y sabrá qué es de ella.
mail-merged-line = Pidió { $asked }.
mail-merged-line-done = Pidió { $asked }. Ya está: { $status }.
mail-merged-line-stands = Pidió { $asked }. Situación: { $status }.
mail-quoted = «{ $title }»

mail-comment-subject = { $author } sobre «{ $title }»
mail-comment-preview = { $author } escribió sobre «{ $title }»
mail-comment-wrote = { $author } escribió:
mail-comment-button = Responder o seguir leyendo
mail-comment-why = Recibe esto porque pidió a { $site } los comentarios de esta idea.

mail-voted-subject = Lo que pidió: { $what }
mail-voted-title = Su deseo está en la lista
mail-voted-preview = { $who } votó por algo que usted pidió.
mail-voted-text = { $count ->
    [one] { $who }, de { $site }, ha anotado que usted pidió esto y ha votado en su nombre.
   *[other] { $who }, de { $site }, ha anotado que usted pidió estas cosas y ha votado en su nombre.
}
mail-voted-not-so = ¿No es así?
mail-voted-back = Retirar el voto
mail-voted-hear = Sabrá cuándo hay una decisión y cuándo sale.
mail-voted-button = Avisarme cuando salga
mail-voted-confirm = Para saber cuándo sale, diga que esta dirección es suya. Si no, no se envía nada más sobre ello.
mail-voted-why = Este es el único correo que lo dice.
mail-voted-stop = No más correos como este

mail-there-subject = { $kind ->
    [idea] Su idea ya aparece
    [edit] Su idea modificada ya aparece
   *[comment] Su comentario ya aparece
}
mail-there-subject-many = { $count ->
    [one] { $count } aportación suya ya aparece
   *[other] { $count } aportaciones suyas ya aparecen
}
mail-there-title = Ya aparece
mail-there-preview = Todo el mundo puede ver lo que envió.
mail-there-text = El equipo de { $site } ha leído lo que envió, y ya lo puede ver todo el mundo.
mail-refused-subject = { $kind ->
    [idea] Su idea no aparece
    [edit] Su idea modificada no aparece
   *[comment] Su comentario no aparece
}
mail-refused-subject-many = { $count ->
    [one] { $count } aportación suya no aparece
   *[other] { $count } aportaciones suyas no aparecen
}
mail-refused-title = No aparece
mail-refused-preview = El equipo ha leído lo que envió.
mail-refused-text = El equipo de { $site } ha leído lo que envió. No aparece.
mail-refused-kept = Sus palabras se guardan en esa dirección, solo para usted.
mail-moderated-why = Recibe esto porque lo envió a { $site }.

mail-news-subject = Nuevo en { $site }: { $title }
mail-news-back-subject = { $title } ha vuelto
mail-news-preview = { $title } ya está aquí.
mail-news-again = Se había retirado; ahora está disponible de nuevo.
mail-news-button = Leerlo en su página
mail-news-why = Sigue las novedades de { $site } por correo.
mail-news-stop = Dejar de seguir
mail-correction-subject = Al final no sale: { $title }
mail-correction-title = Al final no sale
mail-correction-preview = Ha habido que retirarla.
mail-correction-text = Le escribimos que { $title } había salido. Ha habido que retirarla.
mail-correction-sorry = Lo sentimos. Sabrá cuándo ha vuelto.
mail-correction-button = Ver su página
mail-confirm-subject = ¿Seguir las novedades de { $site }?
mail-confirm-title = ¿Seguir las novedades?
mail-confirm-preview = Un botón, y sabrá de cada versión.
mail-confirm-text = Alguien, probablemente usted, pidió recibir por correo las nuevas versiones de { $site }.
mail-confirm-button = Confirmar en la página siguiente
mail-confirm-note = El enlace funciona una semana. Si no fue usted, no hay que hacer nada: sin el botón de esa página no llegará nada más.
mail-confirm-why = { $site } envió esto porque su dirección se indicó en sus novedades.
mail-line-combined = Pidió «{ $title }», que se ha unido a esta.
