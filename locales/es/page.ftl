# Lo que rodea cada página, y las piezas pequeñas de todas ellas.
page-skip = Saltar al contenido
page-main = Menú principal
nav-ideas = Ideas
nav-roadmap = Hoja de ruta
nav-changelog = Novedades
nav-desk = Gestión
page-all-ideas = Todas las ideas
page-search = Buscar ideas
page-account = Su cuenta, { $name }
nav-profile = Perfil
sign-out = Cerrar sesión
sign-in = Iniciar sesión
page-powered = Funciona con Shipboard
page-colours = Colores
theme-light = Claro
theme-dark = Oscuro
theme-system = Sistema
vote-label = { $count ->
    [one] Votar por «{ $title }», { $count } voto
   *[other] Votar por «{ $title }», { $count } votos
}
vote-word = { $count ->
    [one] voto
   *[other] votos
}
undo = Deshacer
pager = Páginas
pager-newer = Más recientes
pager-more = Más
field-optional = opcional
field-trap = Deje esto vacío
desk-waiting = en espera
preview = Vista previa
