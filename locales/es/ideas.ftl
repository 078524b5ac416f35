# Ideas: la lista, una idea, pedir algo, comentarios, seguir.
board-closed = Cerrado a nuevas ideas
idea-new = Nueva idea
ideas-waiting = { $count ->
    [one] Su idea espera a que el equipo la lea. Solo usted ve esto:
   *[other] { $count } ideas suyas esperan a que el equipo las lea. Solo usted ve esto:
}
list-search = Buscar en { $list }
search = Buscar
list-sort = Ordenar por
list-remove-filter = Quitar filtro:
list-nothing = No se ha encontrado nada
list-nothing-text = Ninguna idea tiene estas palabras. Si es lo que necesita, pídalo antes que nadie.
list-ask = Pedirlo
list-show-all = Ver todas las ideas
list-no-fit = Ninguna idea encaja
list-no-fit-text = No hay ninguna con todo lo que ha elegido.
list-closed = No hay ideas aquí
list-closed-text = Este tablero se cerró antes de que nadie pidiera nada.
list-empty = Aún no hay ideas
list-empty-text = Empiece usted. Basta con un título y una frase.
comments-count = Comentarios:
pager-back = Volver
list-narrow = Acotar la lista
list-boards = Tableros
list-status = Estado
list-tags = Etiquetas
idea-new-lead = Un deseo por idea. Diga qué quiere conseguir; nosotros veremos cómo.
idea-no-board = Ningún tablero admite ideas
idea-no-board-text = Todos los tableros están cerrados a nuevas ideas, o tiene que iniciar sesión para verlos.
idea-title = Título
idea-details = Detalles
idea-details-hint = ¿Qué pasa hoy, qué preferiría, con qué frecuencia? Se admite Markdown.
idea-board = Tablero
idea-submit = Enviar idea
idea-submit-anyway = Enviar de todos modos
idea-submit-not-yet = Su idea aún no se ha enviado. Mire antes si ya existe.
idea-submit-note = La seguirá y sabrá qué se decide.
similar-label = Ideas parecidas
similar-title = { $count ->
    [one] ¿Es esta?
   *[other] ¿Es una de estas?
}
similar-vote = Su voto ahí vale más que una segunda idea.
opens-tab = (se abre en una pestaña nueva)
similar-wanted = Ya lo desea; { $reason }
where = Dónde está
idea-combined-from = Buscaba #{ $number } «{ $title }», que se ha unido a esta. Un voto o comentario desde aquí cuenta para ambas.
team = Equipo
edited = editado
edit = Editar
delete = Eliminar
idea-versions = Versiones
idea-answer = Respuesta del equipo
the-team = El equipo
idea-facts = Datos
idea-release = Versión
idea-combined = Unidas
demand-by = Lo desean
people = { $count ->
    [one] { $count } persona
   *[other] { $count } personas
}
companies = { $count ->
    [one] { $count } empresa
   *[other] { $count } empresas
}
demand-pay = Pagan
demand-monthly = al mes
demand-must = Imprescindible para
demand-trend = Tendencia
demand-first = Lo pidió primero
demand-waiting = Espera desde hace más
combine-question = ¿Otra idea pide lo mismo? Unidas, sus votos cuentan juntos.
combine-out = Separar
combine-another = Unir con otra
idea-plan = Planificar
idea-plan-add = Añadir a la versión
idea-happened = Qué ha pasado
idea-asked-by = Pedido por { $name }
staff-only-seen = Solo lo ve el equipo
comment-on = en #{ $number }
comment-lost = Su texto se pierde.
comment-delete = Eliminarlo
comment-delete-of = Eliminar el comentario de { $name }
comments = Comentarios
comment-deleted = Este comentario fue eliminado.
reply-to = Responder a { $name }
comment-your-reply = Su respuesta
reply = Responder
comments-waiting = Los suyos que esperan
post-waits = { $kind ->
    [idea] Su idea espera a que el equipo la lea.
    [edit] Su idea modificada espera a que el equipo la lea.
   *[comment] Su comentario espera a que el equipo lo lea.
}
post-only-you = Solo usted lo ve.
post-change = Cambiarlo o retirarlo
comment-add = Añadir un comentario
staff-only-hint = Una nota: nadie fuera del equipo la ve, y no se cuenta.
comment-send = Comentar
comment-note = Se admite Markdown. Puede editarlo después.
follow-title = Seguimiento
follow-muted = Pero ha desactivado nuestro correo, así que no se envía nada. Puede activarlo en su <a href="/profile">perfil</a>.
follow-only-decisions = Solo decisiones
follow-comments-too = También comentarios
follow-stop = Dejar de seguir
follow-not = No recibe nada sobre esta idea.
follow-offer = Sepa cuándo se planifica, sale o se rechaza esta idea.
follow = Seguir
importance-question = ¿Cuánto le importa?
idea-edit = Editar idea
idea-edit-lead = El equipo puede ver lo que decía antes.
markdown-works = Se admite Markdown.
save = Guardar
leave-it = Dejarlo
comment-word = Comentario
comment-edit = Editar su comentario
idea-undeletable = «{ $title }» no se puede eliminar
idea-back = Volver a la idea
idea-delete-question = ¿Eliminar «{ $title }»?
idea-delete-alone = Nadie más ha votado ni comentado todavía.
idea-delete-lost = Con ella desaparecen:
idea-delete-back = El equipo puede recuperarla tal como estaba, desde la dirección de la idea.
idea-delete-team = Solo el equipo puede recuperarla.
idea-delete = Eliminar idea
keep-it = Conservarla
idea-is-deleted = #{ $number } «{ $title }» está eliminada
idea-was-deleted = Se eliminó { $ago } ({ $at }). Sus votos y comentarios se conservan. Para quien no es del equipo, aquí no hay nada.
idea-restore = Recuperarla
idea-versions-lead = Lo que decía antes de cada cambio, lo último primero.
idea-never-changed = Nunca modificada
idea-never-changed-text = Dice lo que decía al principio.
idea-version-by = Modificada por <b>{ $name }</b>
idea-no-details = Sin detalles.
posts-title = Lo que el equipo lee primero
post-yours = { $kind ->
    [idea] Su idea
    [edit] Su idea modificada
   *[comment] Su comentario
}
post-waiting = Espera a que el equipo lo lea, y nadie más lo ve todavía.
post-not-lost = No se pierde nada: sabrá por correo qué deciden.
post-declined = El equipo ha decidido que no aparezca.
post-for = Para { $board }
post-written = Escrito:
post-read = Leído:
back = Volver
post-take-back = Retirarlo
post-take-back-question = ¿Retirarlo? No se conserva nada.
profile-title = Su perfil
posts-lead = El equipo lee algunas aportaciones antes de que otros las vean. Estas son las suyas.
posts-none = Nada suyo está en espera
posts-none-text = Todo lo que ha enviado está donde lo envió.
post-badge-declined = rechazado
post-badge-waits = en espera
post-saved = Guardado. El equipo lo leerá como está ahora.
post-taken-back = { $kind ->
    [idea] Su idea se ha retirado. No se conserva nada.
    [edit] Su idea modificada se ha retirado. No se conserva nada.
   *[comment] Su comentario se ha retirado. No se conserva nada.
}
post-why-some = El equipo lee algunas aportaciones antes de que aparezcan.
post-why-links = Tiene varios enlaces. El equipo lo lee antes de que aparezca, mientras alguien es nuevo aquí.
post-why-repeated = Usted, u otra persona, ya envió las mismas palabras. El equipo lo lee antes de que aparezca.
post-why-first = El equipo lee la primera aportación de quienes son nuevos aquí.
post-why-everything = En este tablero el equipo lo lee todo antes de que aparezca.
decline-spam = Parece publicidad.
decline-off-topic = No trata de algo que hagamos, así que aquí no encontraría lectores.
decline-duplicate = Alguien ya ha dicho lo mismo aquí. Un voto ahí vale lo mismo.
decline-unclear = No hemos entendido qué se quiere decir. Dígalo de nuevo con un ejemplo, por favor.
decline-rude = Dígalo de nuevo, por favor, de un modo amable con los demás.
decline-noted = { $sentence } { $note }
post-thanks = { $kind ->
    [idea] Gracias. Hemos recibido su idea.
    [edit] Gracias. Hemos recibido su cambio.
   *[comment] Gracias. Hemos recibido su comentario.
}
post-thanks-waits = { $kind ->
    [idea] Gracias. Su idea espera a que el equipo la lea; le avisaremos después.
    [edit] Gracias. Su idea modificada espera a que el equipo la lea; le avisaremos después.
   *[comment] Gracias. Su comentario espera a que el equipo lo lea; le avisaremos después.
}
post-on = { $kind ->
    [edit] Cambio en #{ $number }
   *[comment] Comentario en #{ $number }
}
form-sent-before = Este formulario ya se envió. Empiece uno nuevo, por favor.
post-decided = El equipo ya ha decidido sobre esto. Su página dice cómo.
post-comment-on = Su comentario en «{ $title }»
comment-parent-gone = Aquello a lo que respondía ya no está.
comment-not-yours = Solo quien escribió un comentario puede cambiarlo.
comment-not-deletable = Solo quien escribió un comentario, o el equipo, puede eliminarlo.
comment-is-deleted = El comentario se ha eliminado.
edit-taken-up = El equipo se ocupa de esto, así que el texto queda como está. Puede añadir un comentario.
edit-not-yours = Solo quien tuvo la idea, o el equipo, puede cambiar su texto.
idea-edit-number = Editar #{ $number }
saved = Guardado.
idea-versions-of = Versiones de #{ $number }
idea-promised = Está prometida para { $version }. Primero hay que sacarla de esa versión.
idea-not-alone = Otras personas han votado o comentado ya; la idea no es solo suya.
delete-not-yours = Solo quien tuvo la idea, o el equipo, puede eliminarla.
votes = { $count ->
    [one] { $count } voto
   *[other] { $count } votos
}
comments-number = { $count ->
    [one] { $count } comentario
   *[other] { $count } comentarios
}
ideas-combined = { $count ->
    [one] { $count } idea unida a ella
   *[other] { $count } ideas unidas a ella
}
idea-delete-number = Eliminar #{ $number }
idea-deleted = «{ $title }» se ha eliminado.
idea-is-back = La idea ha vuelto, tal como estaba.
importance-nice = Estaría bien
importance-important = Importante
importance-must = Imprescindible
follow-why-submitted = porque es suya
follow-why-voted = porque ha votado
follow-why-voted-for = porque el equipo votó por usted
follow-why-asked = porque lo ha pedido
follow-why-commented = porque ha comentado
follow-decisions = Recibe las decisiones sobre esta idea, { $reason }.
follow-all = Recibe las decisiones sobre esta idea y los comentarios, { $reason }.
release-draft = Borrador
release-rolled-back = Retirada
release-in-part = En parte
ideas-more = más de { $most } ideas
ideas-count = { $count ->
    [one] { $count } idea
   *[other] { $count } ideas
}
vote-over = «{ $title }» ya existe, así que no necesita más votos. Si le falta algo, dígalo en un comentario.
idea-new-about = Pida algo, o descubra que alguien ya lo ha pedido.
board-gone = Este tablero ya no admite ideas. Elija otro, por favor.
ideas-too-many = { $count ->
    [one] Han sido muchas ideas a la vez. Deje esta página abierta y envíela de nuevo dentro de { $count } minuto.
   *[other] Han sido muchas ideas a la vez. Deje esta página abierta y envíela de nuevo dentro de { $count } minutos.
}
idea-thanks = Gracias. Su idea está dentro, con su voto, y sabrá qué es de ella.
list-lead = Vote por lo que necesita, o pida algo nuevo.
list-about = Lo que la gente desea de { $site }.
sort-trending = Tendencia
sort-top = Más votadas
sort-new = Nuevas
sort-match = Relevancia
boards-all = Todos los tableros
idea-plan-new = Una versión nueva
idea-about = { $count ->
    [one] { $title }, lo desea { $count } persona
   *[other] { $title }, lo desean { $count } personas
}
similar-spelled = se escribe parecido
similar-shares = en común: «{ $words }»
step-answer-taken-back = Se retiró la respuesta del equipo
step-answered = El equipo respondió
step-edited = Editada
step-moved = Movida de { $from } a { $to }
step-tagged = Etiquetas cambiadas
step-voted-for = Voto en nombre de alguien
step-vote-taken-back = Voto en nombre de alguien retirado
step-deleted = Eliminada
step-restored = Recuperada
step-merged = Unida con #{ $number }
step-unmerged = Separada de #{ $number }
step-combined = #{ $number } se unió a esta
step-separated = #{ $number } se separó de nuevo
step-comment-deleted = Comentario eliminado
step-by = { $what }, por { $name }
voted-by = { $name }, de { $site }, anotó que usted pidió esto y votó en su nombre. Nada cambia hasta que pulse un botón.
voted-counts = Su voto cuenta en { $site }.
voted-hear = Sabrá cuándo hay una decisión y cuándo sale.
voted-until = Hasta que diga que esta dirección es suya, no se envía nada más a ella.
voted-tell = Avisarme cuando salga
voted-back = Retirar el voto
voted-stop = Parar el correo sobre ideas…
voted-none = No tiene voto aquí. Se retiró, y nadie de { $site } volverá a votar esto en su nombre.
voted-restore = Sí que lo quiero
voted-see = Ver la idea
voted-kept = Gracias. Sabrá cuándo hay una decisión y cuándo sale.
voted-withdrawn = El voto se ha retirado. Nadie volverá a votar esto en su nombre.
voted-restored = El voto cuenta de nuevo, como suyo.
similar-meant = significa casi lo mismo
status-under-review = En revisión
status-planned = Planificado
status-in-progress = En curso
status-shipped = Publicado
status-not-planned = No planificado
