from tests.publishing import quiet

quiet()
