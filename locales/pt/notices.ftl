# Que e-mails se recebe, e como deixá-los.
mail-on = Ativar
mail-off = Desativar
mail-title = Seus e-mails
mail-word = E-mails
mail-lead = Para { $email }. Quando uma ideia que você pediu é lançada, você recebe um e-mail sobre ela. Um só.
mail-ideas = E-mails sobre ideias
mail-ideas-text = Quando algo que você pediu é planejado, lançado ou recusado.
mail-any = Qualquer e-mail
mail-any-text = O e-mail para entrar chega sempre.
mail-followed = Ideias que você segue
mail-nothing = Nada ainda
mail-nothing-text = Vote em uma ideia, e ela aparece aqui.
mail-muted = Silenciada
mail-all = Decisões e comentários
mail-decisions = Decisões
mail-hear-of = Receber notícias de “{ $title }”
mail-mute-idea = Silenciar “{ $title }”
mail-hear = Receber notícias
mail-mute = Silenciar
mail-noted-off = Anotado: nada mais disso.
mail-noted-on = Anotado: você receberá notícias.
leave-undo = Reativar
leave-stop = Parar isto
leave-mail = E-mails de { $site }
leave-mail-lead = Para { $email }. Nada muda até você apertar um botão, e tudo pode ser desfeito aqui.
leave-one = Planejada, lançada ou recusada: só esta ideia.
leave-all-ideas = Todos os e-mails sobre ideias
leave-all-ideas-text = Decisões sobre tudo o que você pediu, e os comentários que segue.
leave-all = Todos os e-mails
leave-all-text = Tudo, menos o e-mail para entrar.
left-idea = Você não receberá mais nada sobre esta ideia.
left-ideas = Você não receberá mais e-mails sobre ideias.
left-everything = Você não receberá mais e-mails, exceto ao entrar.
left-undone = Feito. Você terá notícias nossas de novo.

# O que está sob o sino.
news-title = Notificações
news-bell = Notificações, { $count } não lidas
news-mark = Marcar tudo como lido
news-nothing = Nada ainda
news-nothing-text = Quando algo que você pediu for planejado, respondido ou estiver disponível, aparece aqui.
news-not-read = Não lida:
news-shipped = <a href="{ $path }"><bdi>{ $title }</bdi></a> já está disponível.
news-shipped-in = <a href="{ $path }"><bdi>{ $title }</bdi></a> já está disponível, em { $release }.
news-withdrawn = <a href="{ $path }"><bdi>{ $title }</bdi></a> não está mais disponível.
news-withdrawn-in = <a href="{ $path }"><bdi>{ $title }</bdi></a> não está mais disponível: { $release } foi retirada.
news-planned = <a href="{ $path }"><bdi>{ $title }</bdi></a> está planejado.
news-planned-for = <a href="{ $path }"><bdi>{ $title }</bdi></a> está planejado para { $release }.
news-declined = <a href="{ $path }"><bdi>{ $title }</bdi></a> não será feito.
news-merged = O que você pediu agora faz parte de <a href="{ $path }"><bdi>{ $title }</bdi></a>.
news-voted-for = A equipe anotou que você pede <a href="{ $path }"><bdi>{ $title }</bdi></a>.
news-assigned = { $who } passou <a href="{ $path }"><bdi>{ $title }</bdi></a> para você.
news-commented = { $who } comentou <a href="{ $path }"><bdi>{ $title }</bdi></a>.
news-commented-more = { $who } e outras pessoas comentaram <a href="{ $path }"><bdi>{ $title }</bdi></a>.
news-comments = { $count ->
    [one] { $count } comentário
   *[other] { $count } comentários
}
news-told = Todas as pessoas que pediram já sabem de <a href="{ $path }"><bdi>{ $title }</bdi></a>.
news-told-failed = { $count ->
    [one] Todas sabem de <a href="{ $path }"><bdi>{ $title }</bdi></a>, menos { $count } pessoa cujo e-mail não pôde ser entregue.
   *[other] Todas sabem de <a href="{ $path }"><bdi>{ $title }</bdi></a>, menos { $count } pessoas cujo e-mail não pôde ser entregue.
}
news-corrected = Todas as pessoas avisadas sabem que <a href="{ $path }"><bdi>{ $title }</bdi></a> foi retirada.
news-corrected-failed = { $count ->
    [one] Todas as pessoas avisadas sabem que <a href="{ $path }"><bdi>{ $title }</bdi></a> foi retirada, menos { $count } cujo e-mail não pôde ser entregue.
   *[other] Todas as pessoas avisadas sabem que <a href="{ $path }"><bdi>{ $title }</bdi></a> foi retirada, menos { $count } cujo e-mail não pôde ser entregue.
}
news-held = { $count ->
    [one] <a href="{ $path }">{ $count } publicação</a> espera para ser lida antes de aparecer.
   *[other] <a href="{ $path }">{ $count } publicações</a> esperam para ser lidas antes de aparecer.
}
news-appears = { $kind ->
    [idea] Sua ideia <a href="{ $path }"><bdi>{ $title }</bdi></a> apareceu.
    [edit] Sua alteração em <a href="{ $path }"><bdi>{ $title }</bdi></a> apareceu.
   *[comment] Seu comentário sobre <a href="{ $path }"><bdi>{ $title }</bdi></a> apareceu.
}
news-refused = { $kind ->
    [idea] Sua ideia <a href="{ $path }"><bdi>{ $title }</bdi></a> não aparece. A equipe diz por quê.
    [edit] Sua alteração em <a href="{ $path }"><bdi>{ $title }</bdi></a> não aparece. A equipe diz por quê.
   *[comment] Seu comentário sobre <a href="{ $path }"><bdi>{ $title }</bdi></a> não aparece. A equipe diz por quê.
}
news-older = O que é mais antigo está nas páginas das próprias ideias.
news-mail = O que também chega por e-mail <a href="/profile/mail">você escolhe</a>.
news-read = Tudo está lido.
