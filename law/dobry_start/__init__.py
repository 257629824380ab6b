"""The programme „Dobry start” (300+), as gminas ran it from 2018 to 2021."""
