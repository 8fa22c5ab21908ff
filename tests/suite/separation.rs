//! Inks against those of LittleCMS: how far apart they look on the paper, in CIEDE2000.

use brochure::press::{Intent, Profile, Separator};
use rayon::ThreadPoolBuilder;

/// Made by scripts/make-separation-chart.py.
const CHART: &str = include_str!("../separation/fogra39.txt");

/// A colour and its inks by LittleCMS: relative, perceptual.
type Patch = ([u8; 3], [[u8; 4]; 2]);

fn chart() -> Vec<Patch> {
    let number = |hex: &str| u32::from_str_radix(hex, 16).expect("hexadecimal digits");
    let patch = |line: &str| {
        let [rgb, relative, perceptual] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let [_, rgb @ ..] = number(rgb).to_be_bytes();
        (rgb, [relative, perceptual].map(|inks| number(inks).to_be_bytes()))
    };
    CHART.lines().map(patch).collect()
}

fn look(profile: &Profile, inks: [f64; 4]) -> [f64; 3] {
    let white = profile.look([0.0; 4]);
    let xyz = profile.look(inks);
    let f = |n: usize| {
        let t: f64 = xyz[n] / white[n];
        if t > 216.0 / 24389.0 { t.cbrt() } else { t * 841.0 / 108.0 + 4.0 / 29.0 }
    };
    [116.0 * f(1) - 16.0, 500.0 * (f(0) - f(1)), 200.0 * (f(1) - f(2))]
}

fn agrees(intent: Intent, column: usize) {
    let profile = Profile::fogra39();
    let separator = Separator::new(&profile, intent);
    let chart = chart();
    assert!(chart.len() > 500);
    let apart = |(rgb, theirs): &Patch| {
        let theirs = theirs[column].map(|ink| f64::from(ink) / 2.55);
        let ours = separator.colour(*rgb);
        (ciede2000(look(&profile, ours), look(&profile, theirs)), *rgb, ours, theirs)
    };
    let found: Vec<_> = chart.iter().map(apart).collect();
    let mean = found.iter().map(|f| f.0).sum::<f64>() / found.len() as f64;
    let worst = found.iter().max_by(|a, b| a.0.total_cmp(&b.0)).expect("a colour");
    assert!(mean < 0.15 && worst.0 < 1.0, "mean {mean}, worst {worst:?}");
}

#[test]
fn relative_inks_look_like_those_of_littlecms() {
    agrees(Intent::Relative, 0);
}

#[test]
fn perceptual_inks_look_like_those_of_littlecms() {
    agrees(Intent::Perceptual, 1);
}

/// All levels of red and green, and blue at a few.
fn sweep() -> Vec<u8> {
    let levels = |step| (0..=255u8).step_by(step);
    let pixel = |r| levels(3).flat_map(move |g| levels(17).flat_map(move |b| [r, g, b]));
    levels(1).flat_map(pixel).collect()
}

#[test]
fn a_ground_in_a_picture_has_the_inks_of_the_same_colour_beside_it() {
    let separator = Separator::new(&Profile::fogra39(), Intent::Relative);
    let rgb = sweep();
    for (inks, rgb) in separator.pixels(&rgb).as_chunks::<4>().0.iter().zip(rgb.as_chunks::<3>().0) {
        assert_eq!(*inks, separator.colour(*rgb).map(|ink| (ink * 2.55).round() as u8), "{rgb:?}");
    }
}

#[test]
fn any_number_of_threads_gives_the_same_inks() {
    let rgb = sweep();
    let with = |threads| {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| Separator::new(&Profile::fogra39(), Intent::Relative).pixels(&rgb))
    };
    let one = with(1);
    assert_eq!(one.len(), rgb.len() / 3 * 4);
    assert!(one == with(5));
}

/// Every machine that runs the tests must find these sums. They change with the profile only, or when
/// colours are meant to be computed otherwise.
#[test]
fn the_inks_are_these_on_every_machine() {
    let sum = |intent| {
        let inks = Separator::new(&Profile::fogra39(), intent).pixels(&sweep());
        // FNV-1a
        inks.iter()
            .fold(0xcbf2_9ce4_8422_2325_u64, |sum, ink| (sum ^ u64::from(*ink)).wrapping_mul(0x100_0000_01b3))
    };
    assert_eq!(format!("{:x}", sum(Intent::Relative)), "7e91334b46c6c8a7");
    assert_eq!(format!("{:x}", sum(Intent::Perceptual)), "50f9bdd975f7217b");
}

#[test]
fn no_colour_gets_more_ink_than_the_paper_bears() {
    for limit in [300.0, 260.0] {
        let profile = Profile::fogra39().with_total_ink(limit);
        for intent in [Intent::Relative, Intent::Perceptual] {
            let separator = Separator::new(&profile, intent);
            assert!(separator.most_ink() <= limit, "{}", separator.most_ink());
            let most = separator
                .pixels(&sweep())
                .chunks(4)
                .map(|p| p.iter().map(|i| u32::from(*i)).sum::<u32>())
                .max();
            let most = f64::from(most.expect("a pixel")) / 2.55;
            assert!(most <= limit && most > limit - 3.0, "{most}");
        }
    }
}

#[test]
fn white_is_the_paper_and_primaries_stay_clean() {
    let separator = Separator::new(&Profile::fogra39(), Intent::Relative);
    assert_eq!(separator.colour([255; 3]), [0.0; 4]);
    let [c, m, y, k] = separator.colour([255, 255, 0]);
    assert!(c < 5.0 && m < 8.0 && y > 90.0 && k < 1.0, "{c} {m} {y} {k}");
}

#[test]
fn greys_in_black_ink_are_as_light_as_those_in_four() {
    let profile = Profile::fogra39();
    let separator = Separator::new(&profile, Intent::Relative);
    assert_eq!((separator.grey(0), separator.grey(255)), (100.0, 0.0));
    for level in 64..=254 {
        let black = look(&profile, [0.0, 0.0, 0.0, separator.grey(level)])[0];
        let process = look(&profile, separator.colour([level; 3]))[0];
        // Black ink alone is lighter than all four, so the darker greys move up.
        assert!((-0.6..4.5).contains(&(black - process)), "{level}: {black} {process}");
        assert!(separator.grey(level) <= separator.grey(level - 1));
    }
}

#[test]
fn ciede2000_of_the_published_pairs() {
    // Sharma, Wu, Dalal 2005, table 1: the pairs that find wrong hues, means and signs.
    let pairs = [
        ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
        ([50.0, 3.1571, -77.2803], [50.0, 0.0, -82.7485], 2.8615),
        ([50.0, 2.8361, -74.0200], [50.0, 0.0, -82.7485], 3.4412),
        ([50.0, -1.3802, -84.2814], [50.0, 0.0, -82.7485], 1.0000),
        ([50.0, -1.1848, -84.8006], [50.0, 0.0, -82.7485], 1.0000),
        ([50.0, -0.9009, -85.5211], [50.0, 0.0, -82.7485], 1.0000),
        ([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669),
        ([50.0, -1.0, 2.0], [50.0, 0.0, 0.0], 2.3669),
        ([50.0, 2.4900, -0.0010], [50.0, -2.4900, 0.0009], 7.1792),
        ([50.0, 2.4900, -0.0010], [50.0, -2.4900, 0.0011], 7.2195),
        ([50.0, -0.0010, 2.4900], [50.0, 0.0009, -2.4900], 4.8045),
        ([50.0, -0.0010, 2.4900], [50.0, 0.0011, -2.4900], 4.7461),
        ([50.0, 2.5, 0.0], [50.0, 0.0, -2.5], 4.3065),
        ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
        ([50.0, 2.5, 0.0], [61.0, -5.0, 29.0], 22.8977),
        ([50.0, 2.5, 0.0], [56.0, -27.0, -3.0], 31.9030),
        ([50.0, 2.5, 0.0], [58.0, 24.0, 15.0], 19.4535),
        ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
        ([22.7233, 20.0904, -46.6940], [23.0331, 14.9730, -42.5619], 2.0373),
        ([90.8027, -2.0831, 1.4410], [91.1528, -1.6435, 0.0447], 1.4441),
        ([6.7747, -0.2908, -2.4247], [5.8714, -0.0985, -2.2286], 0.6377),
        ([2.0776, 0.0795, -1.1350], [0.9033, -0.0636, -0.5514], 0.9082),
    ];
    for (a, b, expected) in pairs {
        let found = ciede2000(a, b);
        assert!((found - expected).abs() < 5e-5, "{a:?} {b:?}: {found}, not {expected}");
    }
}

/// CIEDE2000 (Sharma, Wu, Dalal 2005).
fn ciede2000([l1, a1, b1]: [f64; 3], [l2, a2, b2]: [f64; 3]) -> f64 {
    let seventh = |c: f64| (c.powi(7) / (c.powi(7) + 25f64.powi(7))).sqrt();
    let g = 0.5 * (1.0 - seventh((a1.hypot(b1) + a2.hypot(b2)) / 2.0));
    let (a1, a2) = (a1 * (1.0 + g), a2 * (1.0 + g));
    let (c1, c2) = (a1.hypot(b1), a2.hypot(b2));
    let hue =
        |a: f64, b: f64| if a == 0.0 && b == 0.0 { 0.0 } else { b.atan2(a).to_degrees().rem_euclid(360.0) };
    let (h1, h2) = (hue(a1, b1), hue(a2, b2));
    let grey = c1 * c2 == 0.0;
    let turn = match h2 - h1 {
        _ if grey => 0.0,
        d if d > 180.0 => d - 360.0,
        d if d < -180.0 => d + 360.0,
        d => d,
    };
    let (dl, dc) = (l2 - l1, c2 - c1);
    let dh = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin();
    let (l, c) = ((l1 + l2) / 2.0, (c1 + c2) / 2.0);
    let h = match h1 + h2 {
        sum if grey => sum,
        sum if (h1 - h2).abs() <= 180.0 => sum / 2.0,
        sum if sum < 360.0 => (sum + 360.0) / 2.0,
        sum => (sum - 360.0) / 2.0,
    };
    let cos = |degrees: f64| degrees.to_radians().cos();
    let t = 1.0 - 0.17 * cos(h - 30.0) + 0.24 * cos(2.0 * h) + 0.32 * cos(3.0 * h + 6.0)
        - 0.2 * cos(4.0 * h - 63.0);
    let sl = 1.0 + 0.015 * (l - 50.0).powi(2) / (20.0 + (l - 50.0).powi(2)).sqrt();
    let (sc, sh) = (1.0 + 0.045 * c, 1.0 + 0.015 * c * t);
    let theta = 30.0 * (-((h - 275.0) / 25.0).powi(2)).exp();
    let rt = -2.0 * seventh(c) * (2.0 * theta).to_radians().sin();
    let (l, c, h) = (dl / sl, dc / sc, dh / sh);
    (l * l + c * c + h * h + rt * c * h).sqrt()
}
