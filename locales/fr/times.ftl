# Dates et nombres.
time-now = à l’instant
time-minutes-ago = { $count ->
    [one] il y a { $count } minute
   *[other] il y a { $count } minutes
}
time-hours-ago = { $count ->
    [one] il y a { $count } heure
   *[other] il y a { $count } heures
}
time-days-ago = { $count ->
    [one] il y a { $count } jour
   *[other] il y a { $count } jours
}
time-months-ago = il y a { $count } mois
time-years-ago = { $count ->
    [one] il y a { $count } an
   *[other] il y a { $count } ans
}
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre
date-day = { $day ->
    [1] 1er
   *[other] { $day }
} { $month } { $year }
date-month = { $month } { $year }
date-minute = { $day } à { $time }
number = { $number }
date-week-of = semaine du { $day }
date-around = vers { $month }
date-quarter = { $quarter ->
    [1] 1er trimestre { $year }
   *[other] { $quarter }e trimestre { $year }
}
list-comma = { $first }, { $last }
list-and = { $first } et { $last }
date-itself = { $day }
