class MoneyTable:
    def __init__(self, *a):
        pass

    def read(self):
        pass


class TargetTable:
    def __init__(self, *a):
        pass

    def read(self, g):
        pass
