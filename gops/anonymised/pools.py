"""Fictional names for the copy: plants and old names, so that everybody sees what they are."""

SURNAMES = (
    "Akacja Bazylia Berberys Bodziszek Borówka Bratek Brzozowiec Buczyna Chaber Chrobotek "
    "Cisowiec Cykoria Czereśnia Czosnek Dąbrówka Dereń Dymnica Dziewanna Dziurawiec Fiołek "
    "Głożyna Goździk Grabina Jaskier Jaśmin Jałowiec Jeżyna Jodła Kaczeniec Kąkol Kminek "
    "Kocanka Koniczyna Konwalia Koper Krokus Lebiodka Lilia Łopian Łubin Macierzanka Malwa "
    "Marzanka Mięta Modrzewnica Mydlnica Nagietek Nawłoć Niezapominajka Olszynka Orlik Ostróżka "
    "Paproć Piołun Piwonia Podbiał Pokrzywa Poziomka Przebiśnieg Przylaszczka Rezeda Rokita "
    "Rozmaryn Rumianek Sasanka Skrzyp Słonecznik Storczyk Szafran Szałwia Szarotka Świerczyna "
    "Tarnina Tatarak Topolówka Tymianek Wawrzyn Widłak Wiklina Wrzosiec Zawilec Żywokost"
).split()
WOMEN = (
    "Bogna Bożenna Dobrawa Dobroniega Gniewka Jagna Ludomiła Mieczysława Nadzieja "
    "Przybysława Radosława Rzepicha Sława Sulisława Świętosława Wiesława Wisława Zdzisława"
).split()
MEN = (
    "Bogusław Bożydar Bronisław Czcibor Dobromir Gniewosz Jaromir Lechosław Ludomir Mieczysław "
    "Mściwoj Niemir Przybysław Radosław Racibor Sławomir Sulisław Świętopełk Wiesław Zdzisław"
).split()
STREETS = (
    "Akacjowa Brzozowa Cisowa Dębowa Fiołkowa Grabowa Jaśminowa Klonowa Konwaliowa Lawendowa "
    "Łubinowa Makowa Nasturcjowa Paprociowa Rumiankowa Świerkowa Tarninowa Wrzosowa"
).split()
VILLAGES = (
    "Akacjowo Wymyślone", "Brzezie Kopijne", "Cisów Wymyślony", "Dębowiec Ćwiczebny",
    "Grabina Próbna", "Jaworze Zmyślone", "Klonowo Szkolne", "Lipnik Ćwiczebny",
    "Modrzewie Próbne", "Olszanka Zmyślona",
)  # fmt: skip
