# O que cerca cada página, e as pequenas peças de todas elas.
page-skip = Pular para o conteúdo
page-main = Menu principal
nav-ideas = Ideias
nav-roadmap = Roteiro
nav-changelog = Novidades
nav-desk = Gestão
page-all-ideas = Todas as ideias
page-search = Buscar ideias
page-account = Sua conta, { $name }
nav-profile = Perfil
sign-out = Sair
sign-in = Entrar
page-powered = Feito com Shipboard
page-colours = Cores
theme-light = Claro
theme-dark = Escuro
theme-system = Sistema
vote-label = { $count ->
    [one] Votar em “{ $title }”, { $count } voto
   *[other] Votar em “{ $title }”, { $count } votos
}
vote-word = { $count ->
    [one] voto
   *[other] votos
}
undo = Desfazer
pager = Páginas
pager-newer = Mais recentes
pager-more = Mais
field-optional = opcional
field-trap = Deixe isto vazio
desk-waiting = em espera
preview = Pré-visualização
