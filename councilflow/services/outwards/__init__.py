"""What the council says outwards: statements, påverkansagenda, communication and representation (A20, A40,
A98, B1.18–B1.19, B2.17, B2.20)."""
