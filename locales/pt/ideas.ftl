# Ideias: a lista, uma ideia, pedir algo, comentários, seguir.
board-closed = Fechado para novas ideias
idea-new = Nova ideia
ideas-waiting = { $count ->
    [one] Sua ideia espera a leitura da equipe. Só você vê isto:
   *[other] { $count } ideias suas esperam a leitura da equipe. Só você vê isto:
}
list-search = Buscar em { $list }
search = Buscar
list-sort = Ordenar por
list-remove-filter = Remover filtro:
list-nothing = Nada encontrado
list-nothing-text = Nenhuma ideia tem estas palavras. Se é disso que você precisa, seja a primeira pessoa a pedir.
list-ask = Pedir isso
list-show-all = Ver todas as ideias
list-no-fit = Nenhuma ideia corresponde
list-no-fit-text = Não há nenhuma com tudo o que você escolheu.
list-closed = Nenhuma ideia aqui
list-closed-text = Este quadro foi fechado antes que alguém pedisse algo.
list-empty = Ainda não há ideias
list-empty-text = Comece você. Basta um título e uma frase.
comments-count = Comentários:
pager-back = Voltar
list-narrow = Refinar a lista
list-boards = Quadros
list-status = Status
list-tags = Etiquetas
idea-new-lead = Um desejo por ideia. Diga o que você quer conseguir; nós descobrimos como.
idea-no-board = Nenhum quadro aceita ideias
idea-no-board-text = Todos os quadros estão fechados para novas ideias, ou é preciso entrar para vê-los.
idea-title = Título
idea-details = Detalhes
idea-details-hint = O que acontece hoje, o que você preferiria, com que frequência? Markdown funciona.
idea-board = Quadro
idea-submit = Enviar ideia
idea-submit-anyway = Enviar mesmo assim
idea-submit-not-yet = Sua ideia ainda não foi enviada. Veja antes se ela já existe.
idea-submit-note = Você a segue e fica sabendo o que for decidido.
similar-label = Ideias parecidas
similar-title = { $count ->
    [one] É esta?
   *[other] É uma destas?
}
similar-vote = Seu voto lá vale mais do que uma segunda ideia.
opens-tab = (abre em uma nova aba)
similar-wanted = Você já quer isso; { $reason }
where = Onde você está
idea-combined-from = Você procurava #{ $number } “{ $title }”, que foi unida a esta. Um voto ou comentário daqui conta para as duas.
team = Equipe
edited = editado
edit = Editar
delete = Excluir
idea-versions = Versões
idea-answer = Resposta da equipe
the-team = A equipe
idea-facts = Dados
idea-release = Versão
idea-combined = Unidas
demand-by = Desejado por
people = { $count ->
    [one] { $count } pessoa
   *[other] { $count } pessoas
}
companies = { $count ->
    [one] { $count } empresa
   *[other] { $count } empresas
}
demand-pay = Pagam
demand-monthly = por mês
demand-must = Indispensável para
demand-trend = Tendência
demand-first = Pediu primeiro
demand-waiting = Espera há mais tempo
combine-question = Outra ideia pede o mesmo? Unidas, os votos contam juntos.
combine-out = Separar
combine-another = Unir a outra
idea-plan = Planejar
idea-plan-add = Adicionar à versão
idea-happened = O que aconteceu
idea-asked-by = Pedido por { $name }
staff-only-seen = Só a equipe vê isto
comment-on = em #{ $number }
comment-lost = O texto se perde.
comment-delete = Excluir
comment-delete-of = Excluir o comentário de { $name }
comments = Comentários
comment-deleted = Este comentário foi excluído.
reply-to = Responder a { $name }
comment-your-reply = Sua resposta
reply = Responder
comments-waiting = Os seus que esperam
post-waits = { $kind ->
    [idea] Sua ideia espera a leitura da equipe.
    [edit] Sua ideia alterada espera a leitura da equipe.
   *[comment] Seu comentário espera a leitura da equipe.
}
post-only-you = Só você vê isto.
post-change = Alterar ou retirar
comment-add = Adicionar um comentário
staff-only-hint = Uma nota: ninguém fora da equipe a vê, e ela não é contada.
comment-send = Comentar
comment-note = Markdown funciona. Você pode editar depois.
follow-title = Acompanhamento
follow-muted = Mas você desativou nossos e-mails, então nada é enviado. Você pode ativá-los no seu <a href="/profile">perfil</a>.
follow-only-decisions = Só decisões
follow-comments-too = Comentários também
follow-stop = Deixar de seguir
follow-not = Você não recebe nada sobre esta ideia.
follow-offer = Saiba quando esta ideia for planejada, lançada ou recusada.
follow = Seguir
importance-question = Quanto isso importa para você?
idea-edit = Editar ideia
idea-edit-lead = A equipe pode ver o que dizia antes.
markdown-works = Markdown funciona.
save = Salvar
leave-it = Deixar como está
comment-word = Comentário
comment-edit = Editar seu comentário
idea-undeletable = “{ $title }” não pode ser excluída
idea-back = Voltar à ideia
idea-delete-question = Excluir “{ $title }”?
idea-delete-alone = Ninguém mais votou ou comentou ainda.
idea-delete-lost = Com ela vão:
idea-delete-back = A equipe pode trazê-la de volta como era, pelo endereço da ideia.
idea-delete-team = Só a equipe pode trazê-la de volta.
idea-delete = Excluir ideia
keep-it = Manter
idea-is-deleted = #{ $number } “{ $title }” foi excluída
idea-was-deleted = Foi excluída { $ago } ({ $at }). Os votos e comentários estão guardados. Para quem não é da equipe, não há nada aqui.
idea-restore = Trazer de volta
idea-versions-lead = O que dizia antes de cada alteração, a última primeiro.
idea-never-changed = Nunca alterada
idea-never-changed-text = Diz o que dizia no começo.
idea-version-by = Alterada por <b>{ $name }</b>
idea-no-details = Sem detalhes.
posts-title = O que a equipe lê primeiro
post-yours = { $kind ->
    [idea] Sua ideia
    [edit] Sua ideia alterada
   *[comment] Seu comentário
}
post-waiting = Espera a leitura da equipe, e ninguém mais vê ainda.
post-not-lost = Nada se perde: você saberá por e-mail o que decidirem.
post-declined = A equipe decidiu que não aparece.
post-for = Para { $board }
post-written = Escrito:
post-read = Lido:
back = Voltar
post-take-back = Retirar
post-take-back-question = Retirar? Nada fica guardado.
profile-title = Seu perfil
posts-lead = A equipe lê algumas contribuições antes que outros as vejam. Estas são as suas.
posts-none = Nada seu está em espera
posts-none-text = Tudo o que você enviou está onde você enviou.
post-badge-declined = recusado
post-badge-waits = em espera
post-saved = Salvo. A equipe lerá como está agora.
post-taken-back = { $kind ->
    [idea] Sua ideia foi retirada. Nada fica guardado.
    [edit] Sua ideia alterada foi retirada. Nada fica guardado.
   *[comment] Seu comentário foi retirado. Nada fica guardado.
}
post-why-some = A equipe lê algumas contribuições antes que apareçam.
post-why-links = Há vários links. A equipe lê isso antes que apareça, enquanto alguém é novo aqui.
post-why-repeated = Você, ou outra pessoa, já enviou as mesmas palavras. A equipe lê isso antes que apareça.
post-why-first = A equipe lê a primeira contribuição de quem é novo aqui.
post-why-everything = Neste quadro a equipe lê tudo antes que apareça.
decline-spam = Parece propaganda.
decline-off-topic = Não é sobre algo que fazemos, então não encontraria leitores aqui.
decline-duplicate = Alguém já disse o mesmo aqui. Um voto lá vale tanto quanto.
decline-unclear = Não entendemos o que se quer dizer. Por favor, diga de novo com um exemplo.
decline-rude = Por favor, diga de novo de um jeito gentil com os outros.
decline-noted = { $sentence } { $note }
post-thanks = { $kind ->
    [idea] Agradecemos. Recebemos sua ideia.
    [edit] Agradecemos. Recebemos sua alteração.
   *[comment] Agradecemos. Recebemos seu comentário.
}
post-thanks-waits = { $kind ->
    [idea] Agradecemos. Sua ideia espera a leitura da equipe; avisaremos depois.
    [edit] Agradecemos. Sua ideia alterada espera a leitura da equipe; avisaremos depois.
   *[comment] Agradecemos. Seu comentário espera a leitura da equipe; avisaremos depois.
}
post-on = { $kind ->
    [edit] Alteração em #{ $number }
   *[comment] Comentário em #{ $number }
}
form-sent-before = Este formulário já foi enviado. Por favor, comece um novo.
post-decided = A equipe já decidiu sobre isto. A página diz como.
post-comment-on = Seu comentário em “{ $title }”
comment-parent-gone = O que você respondia não existe mais.
comment-not-yours = Só quem escreveu um comentário pode alterá-lo.
comment-not-deletable = Só quem escreveu um comentário, ou a equipe, pode excluí-lo.
comment-is-deleted = O comentário foi excluído.
edit-taken-up = A equipe está cuidando disto, então o texto fica como está. Você pode adicionar um comentário.
edit-not-yours = Só quem teve a ideia, ou a equipe, pode alterar o texto.
idea-edit-number = Editar #{ $number }
saved = Salvo.
idea-versions-of = Versões de #{ $number }
idea-promised = Está prometida para { $version }. Antes, precisa sair dessa versão.
idea-not-alone = Outras pessoas já votaram ou comentaram; a ideia não é mais só sua.
delete-not-yours = Só quem teve a ideia, ou a equipe, pode excluí-la.
votes = { $count ->
    [one] { $count } voto
   *[other] { $count } votos
}
comments-number = { $count ->
    [one] { $count } comentário
   *[other] { $count } comentários
}
ideas-combined = { $count ->
    [one] { $count } ideia unida a ela
   *[other] { $count } ideias unidas a ela
}
idea-delete-number = Excluir #{ $number }
idea-deleted = “{ $title }” foi excluída.
idea-is-back = A ideia voltou, como era.
importance-nice = Seria bom
importance-important = Importante
importance-must = Indispensável
follow-why-submitted = porque é sua
follow-why-voted = porque você votou
follow-why-voted-for = porque a equipe votou por você
follow-why-asked = porque você pediu
follow-why-commented = porque você comentou
follow-decisions = Você recebe as decisões sobre esta ideia, { $reason }.
follow-all = Você recebe as decisões sobre esta ideia e os comentários, { $reason }.
release-draft = Rascunho
release-rolled-back = Retirada
release-in-part = Em parte
ideas-more = mais de { $most } ideias
ideas-count = { $count ->
    [one] { $count } ideia
   *[other] { $count } ideias
}
vote-over = “{ $title }” já existe, então não precisa de mais votos. Se falta algo, diga em um comentário.
idea-new-about = Peça algo, ou descubra que alguém já pediu.
board-gone = Este quadro não aceita mais ideias. Por favor, escolha outro.
ideas-too-many = { $count ->
    [one] Foram muitas ideias de uma vez. Deixe esta página aberta e envie de novo em { $count } minuto.
   *[other] Foram muitas ideias de uma vez. Deixe esta página aberta e envie de novo em { $count } minutos.
}
idea-thanks = Agradecemos. Sua ideia está registrada, com seu voto, e você saberá o que for feito dela.
list-lead = Vote no que você precisa, ou peça algo novo.
list-about = O que as pessoas querem de { $site }.
sort-trending = Em alta
sort-top = Mais votadas
sort-new = Novas
sort-match = Relevância
boards-all = Todos os quadros
idea-plan-new = Uma nova versão
idea-about = { $count ->
    [one] { $title }, desejado por { $count } pessoa
   *[other] { $title }, desejado por { $count } pessoas
}
similar-spelled = escrita parecida
similar-shares = em comum: “{ $words }”
step-answer-taken-back = A resposta da equipe foi retirada
step-answered = A equipe respondeu
step-edited = Editada
step-moved = Movida de { $from } para { $to }
step-tagged = Etiquetas alteradas
step-voted-for = Voto em nome de alguém
step-vote-taken-back = Voto em nome de alguém retirado
step-deleted = Excluída
step-restored = Trazida de volta
step-merged = Unida a #{ $number }
step-unmerged = Separada de #{ $number }
step-combined = #{ $number } foi unida a esta
step-separated = #{ $number } foi separada de novo
step-comment-deleted = Comentário excluído
step-by = { $what }, por { $name }
voted-by = { $name }, de { $site }, anotou que você pediu isto e votou em seu nome. Nada muda até você apertar um botão.
voted-counts = Seu voto conta em { $site }.
voted-hear = Você saberá quando houver uma decisão e quando for lançado.
voted-until = Até você dizer que este endereço é seu, nada mais é enviado a ele.
voted-tell = Avisar-me no lançamento
voted-back = Retirar o voto
voted-stop = Parar e-mails sobre ideias…
voted-none = Você não tem voto aqui. Ele foi retirado, e ninguém de { $site } votará nisto em seu nome de novo.
voted-restore = Eu quero, sim
voted-see = Ver a ideia
voted-kept = Agradecemos. Você saberá quando houver uma decisão e quando for lançado.
voted-withdrawn = O voto foi retirado. Ninguém votará nisto em seu nome de novo.
voted-restored = O voto conta de novo, como seu.
similar-meant = significa quase o mesmo
status-under-review = Em análise
status-planned = Planejado
status-in-progress = Em andamento
status-shipped = Entregue
status-not-planned = Não planejado
