//! The words that the program prints or says, and what is filled in to each of them. `[labels]` of
//! brochure.toml is laid over those of the language.

use std::fmt::Display;

use crate::diag::{Filling, complaint, nearest, words};
use crate::template::{fill, parts};
use crate::tree::shape::{Field, Shape, said};
use crate::tree::{Decode, Decoder, Table, Value, decoded_field, key_of};

/// Declares labels: each with the parts that are filled in, and a method that asks for them. Every part
/// must stand in the words of every language.
macro_rules! labels {
    ($(#[$meta:meta])* pub struct $name:ident {
        $($(#[doc = $doc:literal])+ $key:ident $(($($part:ident),+))? ;)*
        $(; $($(#[doc = $tdoc:literal])+ $table:ident : $type:ty),*)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        pub struct $name {
            $($key: String,)*
            $($($(#[doc = $tdoc])+ pub $table: $type,)*)?
        }

        impl $name {
            $(labels!(@method $(#[doc = $doc])+ $key $(($($part),+))?);)*

            /// The words of a key, as they are written.
            pub fn of(&self, key: &str) -> Option<&str> {
                $(if key == key_of(stringify!($key)) {
                    return Some(&self.$key);
                })*
                None
            }
        }

        impl Decode for $name {
            fn decode(value: &Value, cx: &mut Decoder<'_>) -> Option<Self> {
                let table = cx.table(value)?;
                cx.check_keys(table, &[$(key_of(stringify!($key)),)* $($(key_of(stringify!($table)),)*)?]);
                $(let $key = label(value, table, stringify!($key), &[$($(stringify!($part)),+)?], cx);)*
                $($(let $table = decoded_field::<$type>(value, table, stringify!($table), cx);)*)?
                Some(Self { $($key: $key?,)* $($($table: $table?,)*)? })
            }

            fn shape() -> Shape {
                Shape::Table(vec![
                    $(Field {
                        key: key_of(stringify!($key)),
                        says: said(&[$($doc),+]),
                        shape: Shape::Label(vec![$($(stringify!($part)),+)?]),
                        required: true,
                        default: None,
                    },)*
                    $($(Field {
                        key: key_of(stringify!($table)),
                        says: said(&[$($tdoc),+]),
                        shape: <$type>::shape(),
                        required: true,
                        default: None,
                    },)*)?
                ])
            }
        }
    };
    (@method $(#[$doc:meta])* $key:ident) => {
        $(#[$doc])*
        pub fn $key(&self) -> &str {
            &self.$key
        }
    };
    (@method $(#[$doc:meta])* $key:ident ($($part:ident),+)) => {
        $(#[$doc])*
        pub fn $key(&self, $($part: impl Display),+) -> String {
            fill(&self.$key, &[$((stringify!($part), &$part)),+])
        }
    };
}

/// A label whose words hold just these parts.
fn label(value: &Value, table: &Table, name: &str, wanted: &[&str], cx: &mut Decoder<'_>) -> Option<String> {
    let key = key_of(name);
    let Some(value) = table.get(&key) else { return cx.missing(value, &key) };
    let text = String::decode(value, cx)?;
    let found = parts(&text);
    let unknown = found.iter().find(|part| !wanted.contains(part));
    let missing = wanted.iter().find(|part| !found.contains(part));
    if let Some(unknown) = unknown {
        let known = Filling::list(wanted.iter().map(|part| format!("{{{part}}}")));
        let meant = nearest(unknown, wanted.iter().copied()).map(words::meant_part);
        let listed =
            || if wanted.is_empty() { words::label_without_parts() } else { words::parts_of_label(known) };
        return cx.refuse(value, complaint::unknown_part(unknown).with_help(meant.unwrap_or_else(listed)));
    }
    match missing {
        Some(missing) => cx.refuse(value, complaint::missing_part(missing)),
        None => Some(text),
    }
}

labels! {
    /// Words of a language.
    pub struct Labels {
        /// Cover as a bookmark.
        cover;
        /// Heading of the imprint.
        imprint;
        /// Heading of the contents.
        contents;
        /// Title of a chapter as it is read aloud.
        chapter(number, title);
        /// Before the key points of a chapter.
        glance;
        /// Label of a table.
        table(number);
        /// Label of a figure.
        figure(number);
        /// „S.“ before a page number in a reference.
        page_short;
        /// Label of a callout that is repeated on the next page.
        continued(label);
        /// Under a table that goes on.
        continued_on(page);
        /// Over a table that goes on.
        continued_from(page);
        /// Before the logos, and row of the imprint.
        published_by;
        /// Row of the imprint: who answers for the text.
        responsible;
        /// Row of the imprint: the edition.
        edition;
        /// Month and year.
        date(month, year);
        /// Alternative text of a logo.
        logo(publisher);
        /// Line under the title of a checklist page.
        checklist;
        /// Column to write in on a checklist page.
        steps;
        /// Column: who does it.
        who;
        /// Column: until when.
        when;
        /// How an empty box is read aloud.
        open_box;
        /// How a ticked box is read aloud.
        done_box;
        /// The call of a note as it is read aloud.
        note(number);
        /// Where the number of a note leads.
        back;
        /// Alternative text of a QR code.
        qr_code(address);
        /// Heading over the QR codes of a chapter.
        further;
        ;
        /// Names of the months.
        months: [String; 12],
        /// How charts are read aloud.
        chart: ChartLabels,
        /// Labels of callouts.
        callout: CalloutLabels,
        /// Slugs of sheets for a print shop.
        slug: SlugLabels,
        /// How a booklet is made.
        handout: HandoutLabels
    }
}

labels! {
    /// Kinds of charts.
    pub struct ChartLabels {
        /// Bars.
        bar;
        /// Bars with parts.
        stacked;
        /// Lines.
        line;
    }
}

labels! {
    /// Callouts by kind.
    pub struct CalloutLabels {
        /// Advice.
        praxistipp;
        /// The text of laws.
        rechtslage;
        /// Examples.
        beispiel;
        /// Deadlines.
        achtung;
        /// Further reading.
        weiterlesen;
        /// Known to forges.
        note;
        /// Known to forges.
        tip;
        /// Known to forges.
        important;
        /// Known to forges.
        warning;
        /// Known to forges.
        caution;
    }
}

labels! {
    /// What a slug says.
    pub struct SlugLabels {
        /// Which page it is, and of how many.
        page(page, pages);
        /// The cover from outside.
        cover_outside;
        /// The cover from inside.
        cover_inside;
        /// Size of the finished page.
        trim(size);
        /// Bleed.
        bleed(size);
    }
}

labels! {
    /// What the sheet says that tells how a booklet is made.
    pub struct HandoutLabels {
        /// Heading of the front.
        title;
        /// A setting in the dialog of the printer.
        paper;
        /// A setting.
        size;
        /// What to choose.
        size_value;
        /// A setting.
        duplex;
        /// What to choose.
        duplex_value(edge);
        /// A setting.
        pages;
        /// What to choose.
        pages_value;
        /// A setting.
        sheets;
        /// What to choose.
        sheets_value(sheets);
        /// An edge to turn a sheet over.
        short_edge;
        /// The other one.
        long_edge;
        /// A step.
        print;
        /// What to do.
        print_text;
        /// A step.
        check;
        /// What to do.
        check_text;
        /// A step.
        fold;
        /// All sheets into each other.
        fold_together;
        /// Each sheet for itself.
        fold_singly;
        /// So many sheets into each other.
        fold_signatures(sheets);
        /// A step.
        staple;
        /// One booklet: where, in centimetres.
        staple_once(first, second);
        /// Several signatures.
        staple_signatures;
        /// After stapling, where the sheet is larger than two pages.
        trim(size);
        /// Heading of the back.
        test;
        /// Line below it.
        light;
        /// What is seen where all is well.
        good;
        /// What to do then.
        good_advice;
        /// What is seen where the sheet was turned over the wrong edge.
        turned;
        /// What to do: choose the other edge, or write a line into brochure.toml.
        turned_advice(edge, line);
        /// What is seen where the sides are off.
        shifted;
        /// What to do, and how much does no harm.
        shifted_advice(tolerance);
        /// What is seen where there is no back.
        missing;
        /// What to do.
        missing_advice;
        /// Below the ruler.
        ruler(length);
    }
}
