# Datas e números.
time-now = agora mesmo
time-minutes-ago = { $count ->
    [one] há { $count } minuto
   *[other] há { $count } minutos
}
time-hours-ago = { $count ->
    [one] há { $count } hora
   *[other] há { $count } horas
}
time-days-ago = { $count ->
    [one] há { $count } dia
   *[other] há { $count } dias
}
time-months-ago = { $count ->
    [one] há { $count } mês
   *[other] há { $count } meses
}
time-years-ago = { $count ->
    [one] há { $count } ano
   *[other] há { $count } anos
}
month-1 = janeiro
month-2 = fevereiro
month-3 = março
month-4 = abril
month-5 = maio
month-6 = junho
month-7 = julho
month-8 = agosto
month-9 = setembro
month-10 = outubro
month-11 = novembro
month-12 = dezembro
date-day = { $day } de { $month } de { $year }
date-month = { $month } de { $year }
date-minute = { $day }, { $time }
number = { $number }
date-week-of = semana de { $day }
date-around = por volta de { $month }
date-quarter = { $quarter }º trimestre de { $year }
list-comma = { $first }, { $last }
list-and = { $first } e { $last }
date-itself = { $day }
