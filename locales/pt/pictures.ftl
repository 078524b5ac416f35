# As imagens no que as pessoas escrevem.
picture = Imagem
picture-add = Adicionar uma imagem
picture-busy = A imagem está a caminho…
picture-lost = A imagem não chegou inteira. Tente de novo, por favor.
picture-none = Escolha primeiro uma imagem.
picture-unknown = Isto não é uma imagem PNG, JPEG, GIF ou WebP.
picture-broken = Não foi possível ler esta imagem. O arquivo talvez esteja danificado.
picture-too-many-points = Esta imagem é grande demais. O máximo são { $most } pontos em cada direção.
picture-too-long = Esta imagem passa de { $most } megabytes.
picture-too-many = { $count ->
    [one] Foram muitas imagens em pouco tempo. A próxima é possível em { $count } minuto.
   *[other] Foram muitas imagens em pouco tempo. A próxima é possível em { $count } minutos.
}
picture-no-room = Não há mais espaço aqui para esta imagem. Seu texto pode ser enviado sem ela.
picture-sign-in = Para adicionar uma imagem é preciso ter entrado, e sua sessão terminou. Envie seu texto: fica guardado até entrar de novo, e depois poderá adicionar a imagem.
picture-not-taken = A imagem não foi adicionada
picture-text-kept = Seu texto continua aqui. Envie-o sem a imagem ou escolha outra.
picture-your-text = Seu texto
picture-send = Enviar
