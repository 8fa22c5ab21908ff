//! The words of the sheet that tells how a booklet is made. Words in braces are filled in.

/// Words of a language.
#[derive(Debug, Clone, Copy)]
pub struct HandoutWords {
    /// Heading of the front.
    pub title: &'static str,
    /// What to choose in the dialog of the printer: label and value.
    pub settings: [(&'static str, &'static str); 5],
    /// Steps: heading and text. The third is [`Self::fold`], the fourth begins with [`Self::bind`].
    pub steps: [(&'static str, &'static str); 4],
    /// How all sheets are folded, each for itself, or so many into each other.
    pub fold: [&'static str; 3],
    /// How one booklet is bound, or several signatures.
    pub bind: [&'static str; 2],
    /// After binding, where the sheet is larger than two pages.
    pub trim: &'static str,
    /// The short and the long edge.
    pub edges: [&'static str; 2],
    /// Heading of the back.
    pub test: &'static str,
    /// Line below it.
    pub light: &'static str,
    /// What may be seen against the light, and what is to be done: good, turned over the wrong edge,
    /// shifted, no back.
    pub outcomes: [(&'static str, &'static str); 4],
    /// Below the ruler.
    pub ruler: &'static str,
    /// Decimal mark.
    pub decimal: &'static str,
}

pub(super) const GERMAN: HandoutWords = HandoutWords {
    title: "So wird aus diesem PDF ein Heft",
    settings: [
        ("Papier", "{sheet}"),
        ("Größe", "100 %, nicht anpassen"),
        ("Beidseitig", "{edge} wenden"),
        ("Seiten pro Blatt", "1, nicht „Broschüre“"),
        ("Blätter", "{sheets} und dieses"),
    ],
    steps: [
        ("Drucken", "Drucken Sie zuerst nur dieses Blatt: Seite 1 und 2, mit den Einstellungen oben."),
        (
            "Prüfen",
            "Halten Sie das Blatt gegen das Licht. Die Rückseite sagt, was zu sehen sein muss und was sonst \
             hilft. Dann drucken Sie alle Seiten ab Seite 3.",
        ),
        ("Falten", ""),
        ("Heften", ""),
    ],
    fold: [
        "Legen Sie alle Blätter aufeinander, das mit dem Titel zuunterst, der Titel nach unten. Falten Sie \
         den Stoß in der Mitte und streichen Sie den Falz fest.",
        "Falten Sie jedes Blatt für sich und streichen Sie den Falz fest. Legen Sie die Blätter in der \
         Reihenfolge des Drucks hintereinander.",
        "Legen Sie je {signature} Blätter aufeinander, in der Reihenfolge des Drucks, das erste zuunterst. \
         Falten Sie jede Lage für sich. Die Lagen kommen hintereinander.",
    ],
    bind: [
        "Klammern Sie zweimal von außen durch den Falz, {first} und {second} cm vom oberen Rand. Ein \
         Langarmhefter reicht so weit.",
        "Klammern oder nähen Sie jede Lage durch den Falz. Dann leimen Sie die Rücken der Lagen aneinander.",
    ],
    trim: " Zuletzt schneiden Sie das Heft auf {trim} mm.",
    edges: ["an kurzer Kante", "an langer Kante"],
    test: "Passen Vorder- und Rückseite?",
    light: "Halten Sie dieses Blatt gegen das Licht und sehen Sie sich Buchstaben, Pfeile und Kreuze an.",
    outcomes: [
        (
            "Gleiche Buchstaben liegen aufeinander, die Pfeile zeigen in dieselbe Richtung.",
            "Alles stimmt. Drucken Sie das Heft.",
        ),
        (
            "A liegt auf D, B auf C, die Pfeile zeigen gegeneinander.",
            "Das Blatt wurde über die falsche Kante gewendet. Wählen Sie im Druckfenster {other} wenden. Fehlt \
             diese Wahl, hilft in der brochure.toml: duplex = \"{key}\".",
        ),
        (
            "Die Kreuze der einen Seite liegen nicht in den Kreisen der anderen.",
            "Schieben Sie die Führungen im Papierfach ans Papier und stellen Sie die Größe auf 100 %. Bis \
             {tolerance} mm Versatz stören nicht: So groß sind die Kreise.",
        ),
        (
            "Die Rückseite ist leer, oder sie liegt auf einem zweiten Blatt.",
            "Schalten Sie den beidseitigen Druck ein. Kann Ihr Drucker das nicht, drucken Sie erst alle ungeraden \
             Seiten, legen den Stoß gewendet wieder ein und drucken die geraden.",
        ),
    ],
    ruler: "Diese Strecke ist {ruler} mm lang. Ist sie kürzer, verkleinert der Drucker: Stellen Sie die Größe auf 100 %.",
    decimal: ",",
};

pub(super) const ENGLISH: HandoutWords = HandoutWords {
    title: "How this PDF becomes a booklet",
    settings: [
        ("Paper", "{sheet}"),
        ("Size", "100%, do not fit"),
        ("Two-sided", "flip on {edge}"),
        ("Pages per sheet", "1, not “booklet”"),
        ("Sheets", "{sheets} and this one"),
    ],
    steps: [
        ("Print", "First print this sheet only: pages 1 and 2, with the settings above."),
        (
            "Check",
            "Hold the sheet to the light. Its back says what you must see and what helps if you do not. Then \
             print all pages from page 3 on.",
        ),
        ("Fold", ""),
        ("Staple", ""),
    ],
    fold: [
        "Lay all sheets on each other, the one with the title at the bottom, the title facing down. Fold the \
         pile in the middle and press the fold.",
        "Fold each sheet by itself and press the fold. Put the sheets one behind the other in the order in \
         which they were printed.",
        "Lay {signature} sheets at a time on each other, in the order in which they were printed, the first at \
         the bottom. Fold each signature by itself. The signatures follow one another.",
    ],
    bind: [
        "Staple twice from outside through the fold, {first} and {second} cm from the upper edge. A long-arm \
         stapler reaches that far.",
        "Staple or sew each signature through the fold. Then glue the spines of the signatures together.",
    ],
    trim: " At last cut the booklet to {trim} mm.",
    edges: ["short edge", "long edge"],
    test: "Do front and back match?",
    light: "Hold this sheet to the light and look at the letters, arrows and crosses.",
    outcomes: [
        (
            "The same letters lie on each other, the arrows point the same way.",
            "All is well. Print the booklet.",
        ),
        (
            "A lies on D, B on C, the arrows point against each other.",
            "The sheet was turned over the wrong edge. Choose “flip on {other}” in the print dialog. If there is \
             no such choice, this helps in brochure.toml: duplex = \"{key}\".",
        ),
        (
            "The crosses of one side do not lie in the circles of the other.",
            "Push the guides of the paper tray against the paper and set the size to 100%. A shift of up to \
             {tolerance} mm does no harm: that is the size of the circles.",
        ),
        (
            "The back is empty, or it is on a second sheet.",
            "Turn on two-sided printing. If your printer cannot do that, print all odd pages first, put the pile \
             back turned over, and print the even pages.",
        ),
    ],
    ruler: "This line is {ruler} mm long. If it is shorter, the printer scales down: set the size to 100%.",
    decimal: ".",
};
