# Páginas de error, y por qué algo no se puede hacer.
error-to-ideas = A todas las ideas
error-to-start = Al inicio
error-missing = No encontrado
error-missing-text = No hay nada en esta dirección, o no está a su alcance.
error-sign-in = Inicie sesión, por favor
error-sign-in-text = Para esto hay que saber quién es usted.
error-forbidden = Esto no le corresponde
error-role = Su rol en este espacio no lo incluye. Un administrador puede dárselo en «People».
error-rejected = No ha funcionado
error-closed = Cerrado
error-wait = Un momento, por favor
error-wait-seconds = { $count ->
    [one] Han sido muchas cosas a la vez. Inténtelo de nuevo dentro de { $count } segundo.
   *[other] Han sido muchas cosas a la vez. Inténtelo de nuevo dentro de { $count } segundos.
}
error-wait-minutes = { $count ->
    [one] Han sido muchas cosas a la vez. Inténtelo de nuevo dentro de { $count } minuto.
   *[other] Han sido muchas cosas a la vez. Inténtelo de nuevo dentro de { $count } minutos.
}
error-away = Volvemos enseguida
error-away-text = Shipboard no puede acceder a sus datos ahora mismo. No se ha perdido nada; inténtelo de nuevo en unos segundos.
error-broken = Algo se ha roto
error-broken-text = Es culpa nuestra, no suya. Si vuelve a ocurrir, díganos el número de abajo.
error-reference = Si nos escribe sobre esto, indique la referencia <code>{ $reference }</code>.
closed-pending = { $site } se está preparando. Se abrirá cuando se haya seguido el enlace que enviamos por correo.
closed-suspended = { $site } ha sido suspendido por quienes administran este servidor. No se ha perdido nada; pregúnteles a ellos.
closed-for-good = Este espacio ha sido cerrado por su propietario.
form-garbled = Este formulario no ha llegado como debía ({ $why }). Vuelva atrás e inténtelo de nuevo.
form-too-long = Esto es más de lo que cabe en un formulario (256 kB). Acórtelo y envíelo de nuevo.
form-lost = Este formulario no ha llegado entero y no se ha hecho nada con él. Vuelva atrás, donde sigue lo que escribió, y envíelo de nuevo.
form-foreign = Este formulario se envió desde otro sitio y por eso no se ha ejecutado. Abra la página aquí e inténtelo de nuevo.
