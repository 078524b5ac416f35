# Bilder in dem, was Menschen schreiben.
picture = Bild
picture-add = Bild hinzufügen
picture-busy = Das Bild ist unterwegs …
picture-lost = Das Bild ist nicht vollständig angekommen. Bitte versuchen Sie es noch einmal.
picture-none = Wählen Sie zuerst ein Bild aus.
picture-unknown = Das ist kein Bild im Format PNG, JPEG, GIF oder WebP.
picture-broken = Dieses Bild lässt sich nicht lesen. Vielleicht ist die Datei beschädigt.
picture-too-many-points = Dieses Bild ist zu groß. Höchstens { $most } Bildpunkte in jeder Richtung sind möglich.
picture-too-long = Dieses Bild ist größer als { $most } Megabyte.
picture-too-many = { $count ->
    [one] Das waren viele Bilder in kurzer Zeit. Das nächste ist in { $count } Minute möglich.
   *[other] Das waren viele Bilder in kurzer Zeit. Das nächste ist in { $count } Minuten möglich.
}
picture-no-room = Für dieses Bild ist hier kein Platz mehr. Ihr Text kann ohne es gesendet werden.
picture-sign-in = Für ein Bild muss man angemeldet sein, und das sind Sie nicht mehr. Schicken Sie Ihren Text ab: Er wird aufbewahrt, bis Sie wieder angemeldet sind, und das Bild können Sie danach hinzufügen.
picture-not-taken = Das Bild wurde nicht hinzugefügt
picture-text-kept = Ihr Text ist noch da. Schicken Sie ihn ohne das Bild ab, oder wählen Sie ein anderes.
picture-your-text = Ihr Text
picture-send = Abschicken
