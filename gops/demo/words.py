"""What officers and applicants of the demo write, in Polish as offices write it."""

PURPOSES: dict[str, tuple[str, str, int, int]] = {
    # code: (purpose, why the applicant asks, least and most that is asked for, zł)
    "opal": ("zakup opału na zimę", "Zapas opału nie wystarczy do końca sezonu.", 600, 1600),
    "oplaty": (
        "opłaty mieszkaniowe",
        "Zaległości w opłatach za energię i wodę, grozi odcięcie dostaw.",
        200,
        700,
    ),
    "odziez": (
        "zakup odzieży i obuwia",
        "Brak odzieży i obuwia na obecną porę roku.",
        150,
        500,
    ),
    "leki": ("zakup leków", "Stałe leczenie, koszt leków przekracza możliwości budżetu.", 80, 350),
    "zywnosc": ("zakup żywności", "Środki skończyły się przed końcem miesiąca.", 150, 450),
    "inne": (
        "zakup pralki i drobny remont",
        "Sprzęt nie nadaje się do naprawy, ściany wymagają odgrzybienia.",
        300,
        1200,
    ),
}
DAILY_NEEDS = "żywność, opłaty, leki"
HOUSING = (
    "Dom drewniany, dwie izby i kuchnia, ogrzewanie piecem, woda z wodociągu.",
    "Mieszkanie komunalne, jeden pokój z kuchnią, piec kaflowy.",
    "Dom murowany po rodzicach, stan techniczny dostateczny, centralne ogrzewanie na węgiel.",
    "Dom murowany, trzy pokoje, wymaga remontu dachu.",
)
HEALTH = {
    "disability": "Osoba ma orzeczenie, leczy się w poradni specjalistycznej.",
    "illness": "Choroba przewlekła, stałe leki, częste wizyty u lekarza.",
    "": "Bez poważniejszych chorób.",
}
WORK = {
    "unemployment": "Osoba zarejestrowana w PUP jako bezrobotna, bez prawa do zasiłku.",
    "age": "Osoba w wieku emerytalnym, nie pracuje.",
    "": "Praca dorywcza, dochód nieregularny.",
}
CONCLUSION = {
    "zasilek_staly": (
        "Osoba jest całkowicie niezdolna do pracy, a jej dochód nie wystarcza na utrzymanie. "
        "Nie ma osób zobowiązanych do alimentacji, które mogłyby pomóc."
    ),
    "zasilek_okresowy": (
        "Dochód jest niższy od kryterium, a szanse na szybką poprawę są niewielkie. "
        "Rodzina współpracuje z pracownikiem socjalnym."
    ),
    "zasilek_celowy": (
        "Potrzeba jest niezbędna i nie można jej zaspokoić z własnych środków ani uprawnień."
    ),
    "specjalny_zasilek_celowy": (
        "Dochód przekracza kryterium, lecz poniesione wydatki i sytuacja zdrowotna tworzą "
        "przypadek szczególnie uzasadniony."
    ),
}
HELP = {
    "zasilek_staly": "Zasiłek stały, opłacanie składki zdrowotnej.",
    "zasilek_okresowy": "Zasiłek okresowy na czas poszukiwania pracy, praca socjalna.",
    "zasilek_celowy": "Zasiłek celowy na wskazaną potrzebę.",
    "specjalny_zasilek_celowy": "Specjalny zasiłek celowy.",
}
WHY_WHOLE = (
    "Potrzeba została potwierdzona w wywiadzie, a wnioskowana kwota odpowiada cenom w okolicy. "
    "Środki ośrodka pozwalają na przyznanie pomocy w pełnej wysokości."
)
WHY_PART = (
    "Potrzeba została potwierdzona w wywiadzie. Ośrodek dzieli ograniczone środki między wiele "
    "rodzin (art. 3 ust. 4 ustawy), dlatego przyznaje część wnioskowanej kwoty, która wystarczy na "
    "najpilniejszy wydatek."
)
WHY_NOTHING = (
    "W tym samym miesiącu rodzina otrzymała pomoc na tę samą potrzebę z innego źródła, "
    "dlatego kolejna pomoc nie jest niezbędna."
)
WHY_OVER = (
    "Dochód nie pozwala na przyznanie tego świadczenia. W wywiadzie nie ustalono okoliczności, "
    "które czyniłyby sytuację szczególnie uzasadnionym przypadkiem."
)
WHY_RETURNED = "Proszę uzupełnić uzasadnienie o ustalenia z wywiadu."
WHY_WITHDRAWN = (
    "Wnioskodawca cofnął wniosek pisemnie, bo podjął pracę.",
    "Cofnięcie wniosku ustnie do protokołu: pomoc otrzymano od rodziny.",
)
WHY_BACK = "Gotówki nie podjęto w terminie"
WHY_ENDED = "Podjęcie zatrudnienia na pełny etat"
WHY_HELD = "Osoba przebywa w szpitalu, pobyt do wyjaśnienia"
WHY_ACCESS = "Zastępstwo w terenie, pilna interwencja zgłoszona telefonicznie"
UPDATE_NOTE = "Aktualizacja wywiadu po sześciu miesiącach: sytuacja bez zmian."
NOTES = (
    "Rozmowa telefoniczna: umówiono termin wywiadu.",
    "Strona doniosła zaświadczenie o dochodach.",
    "Ustalono z PUP, że osoba nie odmówiła przyjęcia pracy.",
)
PAPERS = ("Zaświadczenie o dochodach", "Oświadczenie o stanie majątkowym", "Faktura za leki")
