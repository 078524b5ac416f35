# Páginas de erro, e por que algo não pode ser feito.
error-to-ideas = Para todas as ideias
error-to-start = Para o início
error-missing = Não encontrado
error-missing-text = Não há nada neste endereço, ou não está ao seu alcance.
error-sign-in = Entre, por favor
error-sign-in-text = Para isto é preciso saber quem é você.
error-forbidden = Isto não cabe a você
error-role = Seu papel neste espaço não inclui isto. Um administrador pode atribuí-lo a você em “People”.
error-rejected = Não deu certo
error-closed = Fechado
error-wait = Um momento, por favor
error-wait-seconds = { $count ->
    [one] Foi muita coisa de uma vez. Tente de novo em { $count } segundo.
   *[other] Foi muita coisa de uma vez. Tente de novo em { $count } segundos.
}
error-wait-minutes = { $count ->
    [one] Foi muita coisa de uma vez. Tente de novo em { $count } minuto.
   *[other] Foi muita coisa de uma vez. Tente de novo em { $count } minutos.
}
error-away = Voltamos em instantes
error-away-text = O Shipboard não consegue acessar seus dados agora. Nada se perdeu; tente de novo em alguns segundos.
error-broken = Algo quebrou
error-broken-text = A culpa é nossa, não sua. Se acontecer de novo, informe o número abaixo.
error-reference = Se escrever para nós sobre isto, informe a referência <code>{ $reference }</code>.
closed-pending = { $site } está sendo preparado. Abre quando o link que enviamos por e-mail for usado.
closed-suspended = { $site } foi suspenso por quem administra este servidor. Nada se perdeu; pergunte a eles.
closed-for-good = Este espaço foi fechado por seu proprietário.
form-garbled = Este formulário não chegou como deveria ({ $why }). Volte e tente de novo, por favor.
form-too-long = Isto é mais do que cabe em um formulário (256 kB). Encurte e envie de novo, por favor.
form-lost = Este formulário não chegou inteiro e nada dele foi feito. Volte, pois o que você digitou ainda está lá, e envie de novo, por favor.
form-foreign = Este formulário foi enviado de outro site e por isso não foi executado. Abra a página aqui e tente de novo, por favor.
