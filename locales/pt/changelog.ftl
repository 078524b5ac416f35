# As novidades, seu feed e quem as segue; o roteiro.
rolled-back-on = Retirada em { $day }.
rolled-back-text = O que está descrito aqui não está disponível no momento.
entry-new = O que há de novo
entry-also = Também novo
entry-people = { $count ->
    [one] { $count } pessoa pediu o que há aqui
   *[other] { $count } pessoas pediram o que há aqui
}
entry-ideas = Ideias incluídas
in-part = em parte
changelog-mail = As novidades por e-mail
changelog-follows = Você segue: um e-mail chega a cada versão.
changelog-address = Seu endereço
changelog-hint = Um e-mail por versão. Você confirma primeiro por um link, e pode sair com um clique.
changelog-lead = Tudo o que é novo, e quantas pessoas pediram.
changelog-feed = Feed
changelog-empty = Nada aqui ainda
changelog-empty-text = Aqui ficará a história de cada versão, com quantas pessoas pediram o que há nela.
entry-shipped = Lançada:
entry-others = Outras versões
roadmap-lead = O que está planejado, o que está sendo feito e o que é novo.
roadmap-group = Agrupar por
roadmap-by-status = Por status
roadmap-by-release = Por versão
roadmap-nothing = Nada no roteiro
roadmap-nothing-text = Este espaço ainda não tem um status para ideias planejadas ou concluídas.
ideas-word = { $count ->
    [one] ideia
   *[other] ideias
}
roadmap-most = As { $shown } mais desejadas de { $all }.
roadmap-most-of-many = As { $shown } mais pedidas de mais de { $all }.
roadmap-shipped = Tudo o que foi lançado
roadmap-releases-lead = As próximas versões, e o que entra em cada uma.
roadmap-no-release = Nenhuma versão planejada
roadmap-no-release-text = Assim que a equipe planejar uma, ela estará aqui com o que traz.
roadmap-to-come = Próximas versões
roadmap-recent = Lançado há pouco
subscription-ask = Seguir as novidades?
subscription-ask-text = { $site } escreverá para <strong>{ $email }</strong> quando houver algo novo: um e-mail por versão, e cada um permite sair com um clique.
subscription-yes = Sim, seguir
subscription-no = Não, obrigado
subscription-stale = Este link é antigo demais
subscription-stale-text = Funcionou por uma semana. Nada mudou; você pode pedir um novo.
subscription-to = Para as novidades
subscription-follows = Você segue as novidades
subscription-follows-text = { $site } escreve para <strong>{ $email }</strong> a cada versão.
subscription-read = Ler as novidades
subscription-left = Você não segue as novidades
subscription-left-text = { $site } não envia notícias de versões para <strong>{ $email }</strong>.
subscription-again = Seguir de novo
feed-title = Novidades de { $site }
feed-rolled-back = Retirada: { $title }
wish-in-part = { $votes }, atendida em parte
subscription-sent = Um link está a caminho de { $email }. Abra-o, e você saberá de cada versão.
roadmap-none-planned = Nada está planejado no momento.
roadmap-none-active = Nada está em andamento no momento.
roadmap-none-done = Nada foi concluído nos últimos três meses.
category-planned = Planejado
category-active = Em andamento
category-done = Concluído
roadmap-about = O que { $site } planeja, o que está sendo feito e o que é novo.
roadmap-no-date = Ainda sem data
roadmap-title-releases = Roteiro por versão
roadmap-releases-about = As versões que { $site } planeja, e o que entra em cada uma.
changelog-about = O que há de novo em { $site }, e quantas pessoas pediram.
entry-rolled-back = { $title } foi retirada em { $day }.
entry-about = O que há de novo em { $site } { $version }.
