# E-mails. Cada um existe duas vezes, em HTML e em texto, com as mesmas palavras.
mail-hello = Olá, { $name },
mail-stop = Parar
mail-stop-like-this = Parar e-mails como este
mail-stop-ideas = Parar e-mails sobre ideias
mail-because-asked = Você recebe isto porque pediu em { $site }.
mail-and-more = { $count ->
    [one] { $first } e mais { $count }
   *[other] { $first } e mais { $count }
}
mail-says = O que a equipe diz:
mail-mistyped = Você não pediu isto? Então alguém errou o endereço, e nada acontece enquanto você não abrir o link.

mail-sign-in-subject = Seu link para entrar em { $site }
mail-sign-in-subject-code = { $code } é seu código para { $site }
mail-sign-in-preview = Seu link para entrar. Funciona uma vez, por 15 minutos.
mail-sign-in-title = Entrar
mail-sign-in-kept = Guardamos isto: { $what }. Será enviado assim que você entrar.
mail-sign-in-code = Digite este código onde você o pediu:
mail-sign-in-or-link = Ou abra o link, em qualquer dispositivo:
mail-sign-in-link = Abra este link para entrar em { $site }:
mail-sign-in-both = Os dois funcionam uma vez, por 15 minutos.
mail-sign-in-once = Funciona uma vez, por 15 minutos.
mail-sign-in-never = Ninguém de { $site } jamais pedirá o código a você.

mail-found-subject = Abra seu espaço { $site }
mail-found-title = Seu espaço está pronto
mail-found-preview = Um clique, e { $site } está aberto.
mail-found-button = Abrir o espaço
mail-found-code = Ou digite este código onde você o pediu:
mail-found-address = A partir daí ele fica aqui:
mail-found-once = O link funciona uma vez, por um dia.
mail-found-why = Você não criou um espaço? Então alguém errou o endereço, e nada acontece enquanto você não abrir o link.

mail-invite-subject = Você recebeu um convite para { $site }
mail-invite-preview = Você recebeu um convite para { $site }. Seu papel: { $roles }.
mail-invite-title = Você recebeu um convite
mail-invite-text = Você recebeu um convite para { $site }. Seu papel: { $roles }. Lá as pessoas pedem o que falta, a equipe decide, e todos que pediram ficam sabendo quando chega.
mail-invite-button = Participar
mail-invite-once = O link funciona uma vez, por sete dias. Depois você pode entrar com { $email }; não é preciso senha.
mail-invite-why = Não sabe do que se trata? Então não faça nada: sem abrir o link, nada acontece.

mail-address-subject = Este é seu endereço para { $site }?
mail-address-title = Este é seu endereço?
mail-address-preview = Confirme seu novo endereço.
mail-address-text = Confirme que quer usar { $email } em { $site } de agora em diante.
mail-address-button = Usar este endereço
mail-address-once = O link funciona uma vez, por uma hora. As outras sessões serão encerradas então.
mail-taken-subject = Este endereço já é usado em { $site }
mail-taken-title = Este endereço já é usado
mail-taken-preview = Nada foi alterado.
mail-taken-text = Você, ou outra pessoa, quis passar uma conta de { $site } para { $email }. Mas já há uma conta com este endereço, então nada foi alterado. Foi você? Então entre com este endereço, ou escolha outro.
mail-taken-why = Você não pediu isto? Então alguém errou o endereço, e nada acontece.
mail-moving-subject = Seu endereço para { $site } está para mudar
mail-moving-title = Seu endereço está para mudar
mail-moving-preview = Sua conta passa para { $email } quando o link enviado para lá for aberto.
mail-moving-text = Você pediu para passar sua conta de { $site } deste endereço para { $email }. Isso acontece quando o link enviado para lá for aberto; os e-mails irão então para o novo endereço.
mail-moving-not-you = Não foi você? Então alguém usa um navegador com sua sessão. Encerre as outras sessões no seu perfil, onde também dá para definir uma nova senha.
mail-moving-button = Abrir seu perfil
mail-moving-why = Você recebe isto porque uma conta de { $site } tem este endereço.

mail-shipped-subject = Chegou: { $what }
mail-shipped-title = Chegou
mail-shipped-preview = O que você pediu chegou.
mail-shipped-text = { $count ->
    [one] Você pediu isto a { $site }, e chegou.
   *[other] Você pediu estas { $count } coisas a { $site }, e elas chegaram.
}
mail-shipped-note = Parte de { $release }. Agradecemos por pedir; este é o único e-mail sobre isto.
mail-shipped-button = Ver as novidades
mail-shipped-all = Tudo o que é novo em { $release }:
mail-back-subject = Voltou: { $what }
mail-back-title = Voltou
mail-back-preview = O que você pediu voltou.
mail-back-text = { $count ->
    [one] O que você pediu voltou a { $site }.
   *[other] { $count } coisas que você pediu voltaram a { $site }.
}
mail-withdrawn-subject = Afinal não chegou: { $what }
mail-withdrawn-title = Afinal não chegou
mail-withdrawn-preview = Tivemos que retirar algo.
mail-withdrawn-text = Dissemos a você que isto tinha chegado. Tivemos que retirar.
mail-withdrawn-sorry = Lamentamos. Seu desejo continua valendo, e avisaremos quando voltar.
mail-withdrawn-why = Você recebe isto porque { $site } falou a você de { $release }.

mail-planned-subject = Planejado: { $what }
mail-planned-title = Está planejado
mail-planned-preview = Algo que você pediu está planejado.
mail-planned-text = { $count ->
    [one] { $site } decidiu fazer algo que você pediu.
   *[other] { $site } decidiu fazer coisas que você pediu.
}
mail-planned-release = Planejado para { $release }.
mail-planned-note = Você receberá mais um e-mail quando chegar.
mail-declined-subject = Não planejado: { $what }
mail-declined-title = Não virá
mail-declined-preview = Uma decisão sobre algo que você pediu.
mail-declined-text = { $site } decidiu não fazer algo que você pediu.

mail-merged-subject = Unida a outra ideia: { $what }
mail-merged-title = Unida a outra ideia
mail-merged-preview = Seu voto conta lá agora.
mail-merged-text = { $site } uniu o que você pediu a outra ideia que pede o mesmo. Seu voto conta lá, e você saberá o que for feito dela.
mail-merged-line = Você pediu { $asked }.
mail-merged-line-done = Você pediu { $asked }. Já existe: { $status }.
mail-merged-line-stands = Você pediu { $asked }. Situação: { $status }.
mail-quoted = “{ $title }”

mail-comment-subject = { $author } sobre “{ $title }”
mail-comment-preview = { $author } escreveu sobre “{ $title }”
mail-comment-wrote = { $author } escreveu:
mail-comment-button = Responder ou ler mais
mail-comment-why = Você recebe isto porque pediu a { $site } os comentários desta ideia.

mail-voted-subject = O que você pediu: { $what }
mail-voted-title = Seu desejo está na lista
mail-voted-preview = { $who } votou em algo que você pediu.
mail-voted-text = { $count ->
    [one] { $who }, de { $site }, anotou que você pediu isto e votou em seu nome.
   *[other] { $who }, de { $site }, anotou que você pediu estas coisas e votou em seu nome.
}
mail-voted-not-so = Não é isso?
mail-voted-back = Retirar o voto
mail-voted-hear = Você saberá quando houver uma decisão e quando for lançado.
mail-voted-button = Avisar-me no lançamento
mail-voted-confirm = Para saber do lançamento, diga que este endereço é seu. Caso contrário, nada mais é enviado sobre isto.
mail-voted-why = Este é o único e-mail que diz isso.
mail-voted-stop = Sem mais e-mails como este

mail-there-subject = { $kind ->
    [idea] Sua ideia apareceu
    [edit] Sua ideia alterada apareceu
   *[comment] Seu comentário apareceu
}
mail-there-subject-many = { $count ->
    [one] { $count } contribuição sua apareceu
   *[other] { $count } contribuições suas apareceram
}
mail-there-title = Apareceu
mail-there-preview = Todos podem ver o que você enviou.
mail-there-text = A equipe de { $site } leu o que você enviou, e todos já podem ver.
mail-refused-subject = { $kind ->
    [idea] Sua ideia não aparece
    [edit] Sua ideia alterada não aparece
   *[comment] Seu comentário não aparece
}
mail-refused-subject-many = { $count ->
    [one] { $count } contribuição sua não aparece
   *[other] { $count } contribuições suas não aparecem
}
mail-refused-title = Não aparece
mail-refused-preview = A equipe leu o que você enviou.
mail-refused-text = A equipe de { $site } leu o que você enviou. Não aparece.
mail-refused-kept = Suas palavras ficam guardadas nesse endereço, só para você.
mail-moderated-why = Você recebe isto porque enviou a { $site }.

mail-news-subject = Novo em { $site }: { $title }
mail-news-back-subject = { $title } voltou
mail-news-preview = { $title } chegou.
mail-news-again = Tinha sido retirada; agora está disponível de novo.
mail-news-button = Ler na página
mail-news-why = Você segue as novidades de { $site } por e-mail.
mail-news-stop = Deixar de seguir
mail-correction-subject = Afinal não saiu: { $title }
mail-correction-title = Afinal não saiu
mail-correction-preview = Foi preciso retirá-la.
mail-correction-text = Escrevemos a você que { $title } tinha saído. Foi preciso retirá-la.
mail-correction-sorry = Lamentamos. Você saberá quando voltar.
mail-correction-button = Ver a página
mail-confirm-subject = Seguir as novidades de { $site }?
mail-confirm-title = Seguir as novidades?
mail-confirm-preview = Um botão, e você saberá de cada versão.
mail-confirm-text = Alguém, provavelmente você, pediu para receber por e-mail as novas versões de { $site }.
mail-confirm-button = Confirmar na próxima página
mail-confirm-note = O link funciona por uma semana. Se não foi você, não há nada a fazer: sem o botão dessa página nada mais virá.
mail-confirm-why = { $site } enviou isto porque seu endereço foi informado nas novidades.
mail-line-combined = Você pediu “{ $title }”, que foi unida a esta.
