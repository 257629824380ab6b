"""What the database knows of a PESEL."""

import pgtrigger

from core.triggers import AlwaysOn


class AgreesWithPesel(AlwaysOn):
    """Date of birth and sex are those of the PESEL, unless a reason says why they are not.

    A PESEL counts the century in the month: 80 for the 1800s, then 0, 20, 40 and 60.
    """

    def __init__(self) -> None:
        super().__init__(
            name="agrees_with_pesel",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            condition=pgtrigger.Condition(r"NEW.pesel ~ '^\d{11}$' AND NEW.pesel_differs_why = ''"),
            func="""
                IF to_char(NEW.birth_date, 'YYMMDD') IS DISTINCT FROM
                       left(NEW.pesel, 2)
                       || to_char(substr(NEW.pesel, 3, 2)::int % 20, 'FM00')
                       || substr(NEW.pesel, 5, 2)
                   OR extract(year FROM NEW.birth_date)::int / 100 IS DISTINCT FROM
                       (ARRAY[19, 20, 21, 22, 18])[substr(NEW.pesel, 3, 2)::int / 20 + 1]
                   OR NEW.sex IS DISTINCT FROM
                       (ARRAY['F', 'M'])[substr(NEW.pesel, 10, 1)::int % 2 + 1] THEN
                    RAISE EXCEPTION 'PESEL of another day of birth or sex'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'agrees_with_pesel';
                END IF;
                RETURN NEW;
            """,
        )
