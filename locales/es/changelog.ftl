# Las novedades, su canal y quienes las siguen; la hoja de ruta.
rolled-back-on = Retirada el { $day }.
rolled-back-text = Lo que aquí se describe no está disponible por ahora.
entry-new = Lo nuevo
entry-also = También nuevo
entry-people = { $count ->
    [one] { $count } persona pidió lo que hay aquí
   *[other] { $count } personas pidieron lo que hay aquí
}
entry-ideas = Ideas incluidas
in-part = en parte
changelog-mail = Las novedades por correo
changelog-follows = Las sigue: con cada versión llega un correo.
changelog-address = Su dirección
changelog-hint = Un correo por versión. Primero confirma con un enlace, y puede irse con un clic.
changelog-lead = Todo lo nuevo, y cuánta gente lo pidió.
changelog-feed = Canal
changelog-empty = Aún no hay nada
changelog-empty-text = Aquí estará la historia de cada versión, con cuánta gente pidió lo que trae.
entry-shipped = Publicada:
entry-others = Otras versiones
roadmap-lead = Lo que está planificado, lo que se está haciendo y lo nuevo.
roadmap-group = Agrupar por
roadmap-by-status = Por estado
roadmap-by-release = Por versión
roadmap-nothing = Nada en la hoja de ruta
roadmap-nothing-text = Este espacio aún no tiene un estado para ideas planificadas o terminadas.
ideas-word = { $count ->
    [one] idea
   *[other] ideas
}
roadmap-most = Las { $shown } más deseadas de { $all }.
roadmap-most-of-many = Las { $shown } más pedidas de más de { $all }.
roadmap-shipped = Todo lo publicado
roadmap-releases-lead = Las versiones que vienen, y qué trae cada una.
roadmap-no-release = No hay ninguna versión planificada
roadmap-no-release-text = En cuanto el equipo planifique una, estará aquí con lo que trae.
roadmap-to-come = Próximas versiones
roadmap-recent = Publicado hace poco
subscription-ask = ¿Seguir las novedades?
subscription-ask-text = { $site } escribirá a <strong>{ $email }</strong> cuando salga algo nuevo: un correo por versión, y cada uno se puede dejar con un clic.
subscription-yes = Sí, seguir
subscription-no = No, gracias
subscription-stale = Este enlace es demasiado antiguo
subscription-stale-text = Funcionó una semana. Nada ha cambiado; puede pedir uno nuevo.
subscription-to = A las novedades
subscription-follows = Sigue las novedades
subscription-follows-text = { $site } escribe a <strong>{ $email }</strong> con cada versión.
subscription-read = Leer las novedades
subscription-left = No sigue las novedades
subscription-left-text = { $site } no envía noticias de versiones a <strong>{ $email }</strong>.
subscription-again = Seguir de nuevo
feed-title = Novedades de { $site }
feed-rolled-back = Retirada: { $title }
wish-in-part = { $votes }, cumplida en parte
subscription-sent = Un enlace va de camino a { $email }. Ábralo, y sabrá de cada versión.
roadmap-none-planned = No hay nada planificado por ahora.
roadmap-none-active = No se está trabajando en nada por ahora.
roadmap-none-done = No se ha terminado nada en los últimos tres meses.
category-planned = Planificado
category-active = En curso
category-done = Terminado
roadmap-about = Lo que { $site } planifica, lo que se está haciendo y lo nuevo.
roadmap-no-date = Aún sin fecha
roadmap-title-releases = Hoja de ruta por versión
roadmap-releases-about = Las versiones que { $site } planifica, y qué trae cada una.
changelog-about = Lo nuevo en { $site }, y cuánta gente lo pidió.
entry-rolled-back = { $title } se retiró el { $day }.
entry-about = Lo nuevo en { $site } { $version }.
