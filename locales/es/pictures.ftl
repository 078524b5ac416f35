# Las imágenes en lo que la gente escribe.
picture = Imagen
picture-add = Añadir una imagen
picture-busy = La imagen está en camino…
picture-lost = La imagen no ha llegado entera. Inténtelo de nuevo.
picture-none = Elija primero una imagen.
picture-unknown = Esto no es una imagen PNG, JPEG, GIF o WebP.
picture-broken = Esta imagen no se puede leer. Puede que el archivo esté dañado.
picture-too-many-points = Esta imagen es demasiado grande. El máximo es de { $most } puntos en cada dirección.
picture-too-long = Esta imagen supera los { $most } megabytes.
picture-too-many = { $count ->
    [one] Han sido muchas imágenes en poco tiempo. Podrá añadir la siguiente en { $count } minuto.
   *[other] Han sido muchas imágenes en poco tiempo. Podrá añadir la siguiente en { $count } minutos.
}
picture-no-room = Ya no queda espacio aquí para esta imagen. Su texto se puede enviar sin ella.
picture-sign-in = Para añadir una imagen hay que haber iniciado sesión, y la suya ha terminado. Envíe su texto: se guarda hasta que vuelva a entrar, y después podrá añadir la imagen.
picture-not-taken = La imagen no se ha añadido
picture-text-kept = Su texto sigue aquí. Envíelo sin la imagen o elija otra.
picture-your-text = Su texto
picture-send = Enviar
