# Qué correo se recibe, y cómo dejarlo.
mail-on = Activar
mail-off = Desactivar
mail-title = Su correo
mail-word = Correo
mail-lead = Para { $email }. Cuando sale una idea que pidió, recibe un correo sobre ella. Uno solo.
mail-ideas = Correo sobre ideas
mail-ideas-text = Cuando algo que pidió se planifica, sale o se rechaza.
mail-any = Cualquier correo
mail-any-text = El correo para iniciar sesión llega siempre.
mail-followed = Ideas que sigue
mail-nothing = Nada todavía
mail-nothing-text = Vote por una idea, y aparecerá aquí.
mail-muted = Silenciada
mail-all = Decisiones y comentarios
mail-decisions = Decisiones
mail-hear-of = Recibir noticias de «{ $title }»
mail-mute-idea = Silenciar «{ $title }»
mail-hear = Recibir noticias
mail-mute = Silenciar
mail-noted-off = Anotado: no más de eso.
mail-noted-on = Anotado: recibirá noticias.
leave-undo = Volver a activar
leave-stop = Parar esto
leave-mail = Correo de { $site }
leave-mail-lead = Para { $email }. Nada cambia hasta que pulse un botón, y todo se puede deshacer aquí.
leave-one = Planificada, publicada o rechazada: solo esta idea.
leave-all-ideas = Todo el correo sobre ideas
leave-all-ideas-text = Decisiones sobre todo lo que pidió, y los comentarios que sigue.
leave-all = Todo el correo
leave-all-text = Todo, salvo el correo para iniciar sesión.
left-idea = No recibirá nada más sobre esta idea.
left-ideas = No recibirá más correo sobre ideas.
left-everything = No recibirá más correo, salvo al iniciar sesión.
left-undone = Hecho. Volverá a tener noticias nuestras.

# Lo que hay bajo la campana.
news-title = Notificaciones
news-bell = Notificaciones, { $count } sin leer
news-mark = Marcar todo como leído
news-nothing = Todavía nada
news-nothing-text = Cuando algo que pidió se planifique, reciba respuesta o esté disponible, lo verá aquí.
news-not-read = Sin leer:
news-shipped = <a href="{ $path }"><bdi>{ $title }</bdi></a> ya está disponible.
news-shipped-in = <a href="{ $path }"><bdi>{ $title }</bdi></a> ya está disponible, en { $release }.
news-withdrawn = <a href="{ $path }"><bdi>{ $title }</bdi></a> ya no está disponible.
news-withdrawn-in = <a href="{ $path }"><bdi>{ $title }</bdi></a> ya no está disponible: se retiró { $release }.
news-planned = <a href="{ $path }"><bdi>{ $title }</bdi></a> está previsto.
news-planned-for = <a href="{ $path }"><bdi>{ $title }</bdi></a> está previsto para { $release }.
news-declined = <a href="{ $path }"><bdi>{ $title }</bdi></a> no se hará.
news-merged = Lo que pidió ahora forma parte de <a href="{ $path }"><bdi>{ $title }</bdi></a>.
news-voted-for = El equipo anotó que usted pide <a href="{ $path }"><bdi>{ $title }</bdi></a>.
news-assigned = { $who } le asignó <a href="{ $path }"><bdi>{ $title }</bdi></a>.
news-commented = { $who } comentó <a href="{ $path }"><bdi>{ $title }</bdi></a>.
news-commented-more = { $who } y otras personas comentaron <a href="{ $path }"><bdi>{ $title }</bdi></a>.
news-comments = { $count ->
    [one] 1 comentario
   *[other] { $count } comentarios
}
news-told = Todas las personas que lo pidieron saben de <a href="{ $path }"><bdi>{ $title }</bdi></a>.
news-told-failed = { $count ->
    [one] Todas saben de <a href="{ $path }"><bdi>{ $title }</bdi></a>, salvo una persona cuyo correo no se pudo entregar.
   *[other] Todas saben de <a href="{ $path }"><bdi>{ $title }</bdi></a>, salvo { $count } personas cuyo correo no se pudo entregar.
}
news-corrected = Todas las personas avisadas saben que se retiró <a href="{ $path }"><bdi>{ $title }</bdi></a>.
news-corrected-failed = { $count ->
    [one] Todas las personas avisadas saben que se retiró <a href="{ $path }"><bdi>{ $title }</bdi></a>, salvo una cuyo correo no se pudo entregar.
   *[other] Todas las personas avisadas saben que se retiró <a href="{ $path }"><bdi>{ $title }</bdi></a>, salvo { $count } cuyo correo no se pudo entregar.
}
news-held = { $count ->
    [one] <a href="{ $path }">Una publicación</a> espera a ser leída antes de aparecer.
   *[other] <a href="{ $path }">{ $count } publicaciones</a> esperan a ser leídas antes de aparecer.
}
news-appears = { $kind ->
    [idea] Su idea <a href="{ $path }"><bdi>{ $title }</bdi></a> ya aparece.
    [edit] Su cambio en <a href="{ $path }"><bdi>{ $title }</bdi></a> ya aparece.
   *[comment] Su comentario sobre <a href="{ $path }"><bdi>{ $title }</bdi></a> ya aparece.
}
news-refused = { $kind ->
    [idea] Su idea <a href="{ $path }"><bdi>{ $title }</bdi></a> no aparece. El equipo dice por qué.
    [edit] Su cambio en <a href="{ $path }"><bdi>{ $title }</bdi></a> no aparece. El equipo dice por qué.
   *[comment] Su comentario sobre <a href="{ $path }"><bdi>{ $title }</bdi></a> no aparece. El equipo dice por qué.
}
news-older = Lo anterior está en las páginas de las propias ideas.
news-mail = Lo que además llega por correo <a href="/profile/mail">lo decide usted</a>.
news-read = Todo está leído.
