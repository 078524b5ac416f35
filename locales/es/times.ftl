# Fechas y números.
time-now = ahora mismo
time-minutes-ago = { $count ->
    [one] hace { $count } minuto
   *[other] hace { $count } minutos
}
time-hours-ago = { $count ->
    [one] hace { $count } hora
   *[other] hace { $count } horas
}
time-days-ago = { $count ->
    [one] hace { $count } día
   *[other] hace { $count } días
}
time-months-ago = { $count ->
    [one] hace { $count } mes
   *[other] hace { $count } meses
}
time-years-ago = { $count ->
    [one] hace { $count } año
   *[other] hace { $count } años
}
month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre
date-day = { $day } de { $month } de { $year }
date-month = { $month } de { $year }
date-minute = { $day }, { $time }
number = { $number }
date-week-of = semana del { $day }
date-around = hacia { $month }
date-quarter = { $quarter }.º trimestre de { $year }
list-comma = { $first }, { $last }
list-and = { $first } y { $last }
date-itself = { $day }
