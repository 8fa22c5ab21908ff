//! The words that the program prints or says, and what is filled in to each of them. `[labels]` of
//! brochure.toml is laid over those of the language.

use std::fmt::Display;

use crate::diag::{Filling, complaint, nearest, words};
use crate::template::{fill, parts};
use crate::tree::shape::{Field, Shape, said};
use crate::tree::{Decode, Decoder, Table, Value, decoded_field, key_of};

/// Declares labels: each with the parts that are filled in, and a method that asks for them. Every part
/// must stand in the words of every language; one in square brackets may be left out and then follows behind
/// a space.
macro_rules! labels {
    ($(#[$meta:meta])* pub struct $name:ident {
        $($(#[doc = $doc:literal])+ $key:ident $(($($part:ident),+))? $([$may:ident])? ;)*
        $(; $($(#[doc = $tdoc:literal])+ $table:ident : $type:ty),*)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        pub struct $name {
            $($key: String,)*
            $($($(#[doc = $tdoc])+ pub $table: $type,)*)?
        }

        impl $name {
            $(labels!(@method $(#[doc = $doc])+ $key $(($($part),+))? $([$may])?);)*

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
                $(let $key = label(value, table, stringify!($key), (&[$($(stringify!($part)),+)?], &[$(stringify!($may))?]), cx);)*
                $($(let $table = decoded_field::<$type>(value, table, stringify!($table), cx);)*)?
                Some(Self { $($key: $key?,)* $($($table: $table?,)*)? })
            }

            fn shape() -> Shape {
                Shape::Table(vec![
                    $(Field {
                        key: key_of(stringify!($key)),
                        says: said(&[$($doc),+]),
                        shape: labels!(@shape $($($part),+)? $([$may])?),
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
    (@shape [$may:ident]) => {
        Shape::Either(vec![Shape::Label(Vec::new()), Shape::Label(vec![stringify!($may)])])
    };
    (@shape $($part:ident),*) => {
        Shape::Label(vec![$(stringify!($part)),*])
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
    (@method $(#[$doc:meta])* $key:ident [$part:ident]) => {
        $(#[$doc])*
        pub fn $key(&self, $part: impl Display) -> String {
            match parts(&self.$key).is_empty() {
                true => format!("{}\u{a0}{}", self.$key, $part),
                false => fill(&self.$key, &[(stringify!($part), &$part)]),
            }
        }
    };
}

/// A label whose words hold just these parts, and perhaps those that it may hold.
fn label(
    value: &Value,
    table: &Table,
    name: &str,
    (wanted, allowed): (&[&str], &[&str]),
    cx: &mut Decoder<'_>,
) -> Option<String> {
    let key = key_of(name);
    let Some(value) = table.get(&key) else { return cx.missing(value, &key) };
    let text = String::decode(value, cx)?;
    let found = parts(&text);
    let unknown = found.iter().find(|part| !wanted.contains(part) && !allowed.contains(part));
    let missing = wanted.iter().find(|part| !found.contains(part));
    if let Some(unknown) = unknown {
        let known = Filling::list(wanted.iter().chain(allowed).map(|part| format!("{{{part}}}")));
        let meant = nearest(unknown, wanted.iter().chain(allowed).copied()).map(words::meant_part);
        let listed = || {
            if wanted.is_empty() && allowed.is_empty() {
                words::label_without_parts()
            } else {
                words::parts_of_label(known)
            }
        };
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
        /// Number of a page in a reference: „S.“, before it, or with the number where it stands.
        page_short[number];
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
        /// Heading over lines to write on.
        own_notes;
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
        /// What a chart of bars is called.
        bar;
        /// What a chart of bars with parts is called.
        stacked;
        /// What a chart of lines is called.
        line;
    }
}

labels! {
    /// Callouts by kind.
    pub struct CalloutLabels {
        /// Over advice.
        praxistipp;
        /// Over the text of laws.
        rechtslage;
        /// Over an example.
        beispiel;
        /// Over a deadline.
        achtung;
        /// Over further reading.
        weiterlesen;
        /// Over a note, one of the kinds that forges know.
        note;
        /// Over a tip, one of these.
        tip;
        /// Over what is important, one of these.
        important;
        /// Over a warning, one of these.
        warning;
        /// Over a caution, one of these.
        caution;
    }
}

labels! {
    /// What a slug says.
    pub struct SlugLabels {
        /// Which page the sheet holds, and of how many.
        page(page, pages);
        /// The sheet holds the cover from outside.
        cover_outside;
        /// The sheet holds the cover from inside.
        cover_inside;
        /// Size of the finished page.
        trim(size);
        /// Size of the bleed.
        bleed(size);
    }
}

labels! {
    /// What the sheet says that tells how a booklet is made.
    pub struct HandoutLabels {
        /// Heading of the front.
        title;
        /// Name of a setting in the dialog of the printer: the paper.
        paper;
        /// Name of a setting: the size.
        size;
        /// What to choose for the size.
        size_value;
        /// Name of a setting: two-sided.
        duplex;
        /// What to choose for two-sided.
        duplex_value(edge);
        /// Name of a setting: pages per sheet.
        pages;
        /// What to choose for pages per sheet.
        pages_value;
        /// Name of the row that counts sheets.
        sheets;
        /// How many sheets there are besides this one.
        sheets_value(sheets);
        /// The short edge, to turn a sheet over.
        short_edge;
        /// The long edge, to turn a sheet over.
        long_edge;
        /// Name of a step: to print.
        print;
        /// How to print.
        print_text;
        /// Name of a step: to look at the sheet.
        check;
        /// How to look at the sheet.
        check_text;
        /// Name of a step: to fold.
        fold;
        /// How to fold all sheets into each other.
        fold_together;
        /// How to fold each sheet for itself.
        fold_singly;
        /// How to fold so many sheets into each other.
        fold_signatures(sheets);
        /// Name of a step: to staple.
        staple;
        /// Where to staple one booklet, in centimetres.
        staple_once(first, second);
        /// How to bind several signatures.
        staple_signatures;
        /// To cut at last, where the sheet is larger than two pages.
        trim(size);
        /// Heading of the back.
        test;
        /// Line below it: how to look.
        light;
        /// What is seen where all is well.
        good;
        /// What to do where all is well.
        good_advice;
        /// What is seen where the sheet was turned over the wrong edge.
        turned;
        /// What to do then: choose the other edge, or write a line into brochure.toml.
        turned_advice(edge, line);
        /// What is seen where the sides are off.
        shifted;
        /// What to do then, and how much does no harm.
        shifted_advice(tolerance);
        /// What is seen where there is no back.
        missing;
        /// What to do where there is no back.
        missing_advice;
        /// Words below the ruler.
        ruler(length);
    }
}
