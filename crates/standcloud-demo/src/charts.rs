//! The charts that test cases record: one for each of the four ways to draw one.

use crate::catalog::ChartKind;
use crate::measure::shown;
use crate::random::Random;
use crate::wire::Chart;

pub(crate) fn chart_of(kind: ChartKind, random: &mut Random) -> Chart<'static> {
    match kind {
        ChartKind::Efficiency => efficiency(random),
        ChartKind::FilterResponse => filter_response(random),
        ChartKind::PacketErrors => packet_errors(random),
        ChartKind::NoiseDensity => noise_density(random),
    }
}

fn efficiency(random: &mut Random) -> Chart<'static> {
    let loads: Vec<f64> = (1..=20).map(|step| f64::from(step) * 5.0).collect();
    let curve = |random: &mut Random, top: f64| {
        let noisy = |load: &f64| {
            let efficiency = top * (1.0 - (-load / 9.0).exp()) - 0.004 * load;
            shown(efficiency + 0.08 * random.normal(), 2)
        };
        loads.iter().map(noisy).collect::<Vec<f64>>()
    };
    let y_data = vec![curve(random, 92.8), curve(random, 91.9)];
    Chart {
        kind: "line",
        title: "Efficiency over load",
        x_label: "Load, %",
        y_label: "Efficiency, %",
        marker_name: vec![Some("230 V"), Some("115 V")],
        x_data: vec![loads.clone(), loads],
        y_data,
    }
}

/// A low pass of second order at 1 kHz before each input.
fn filter_response(random: &mut Random) -> Chart<'static> {
    let frequencies = decades(1, 5, 6);
    let curve = |random: &mut Random| {
        let corner = 1_000.0 * (1.0 + 0.03 * random.normal());
        let level = |frequency: &f64| {
            let ratio = (frequency / corner).powi(4);
            shown(-10.0 * (1.0 + ratio).log10() + 0.04 * random.normal(), 2)
        };
        frequencies.iter().map(level).collect::<Vec<f64>>()
    };
    let y_data = vec![curve(random), curve(random)];
    Chart {
        kind: "line_log_x",
        title: "Frequency response of the inputs",
        x_label: "Frequency, Hz",
        y_label: "Gain, dB",
        marker_name: vec![Some("AI1"), Some("AI2")],
        x_data: vec![frequencies.clone(), frequencies],
        y_data,
    }
}

/// Ten times as many lost packets for each 1.6 dB less.
fn packet_errors(random: &mut Random) -> Chart<'static> {
    let levels: Vec<f64> = (0..=16)
        .map(|step| -128.0 + 0.5 * f64::from(step))
        .collect();
    let sensitivity = -122.4 + 0.4 * random.normal();
    let rate = |level: &f64| {
        let exponent = (sensitivity - level) / 1.6 + 0.05 * random.normal();
        shown(10_f64.powf(exponent).clamp(0.001, 100.0), 4)
    };
    let y_data = vec![levels.iter().map(rate).collect()];
    Chart {
        kind: "line_log_y",
        title: "Packet errors over received level",
        x_label: "Level, dBm",
        y_label: "Packet error rate, %",
        marker_name: vec![Some("SF7, 125 kHz")],
        x_data: vec![levels],
        y_data,
    }
}

/// White noise, and below some 30 Hz the flicker noise of the reference.
fn noise_density(random: &mut Random) -> Chart<'static> {
    let frequencies = decades(0, 5, 5);
    let density = |frequency: &f64| {
        let noise = 85.0 * (1.0 + 30.0 / frequency).sqrt();
        shown(noise * (1.0 + 0.04 * random.normal()), 1)
    };
    let y_data = vec![frequencies.iter().map(density).collect()];
    Chart {
        kind: "log_x_y",
        title: "Noise of the reference",
        x_label: "Frequency, Hz",
        y_label: "Noise density, nV/√Hz",
        marker_name: vec![None],
        x_data: vec![frequencies],
        y_data,
    }
}

/// So many steps in each decade, from one power of ten to another.
fn decades(from: i32, to: i32, steps: i32) -> Vec<f64> {
    let places = from * steps..=to * steps;
    let values = places.map(|place| 10_f64.powf(f64::from(place) / f64::from(steps)));
    values.map(|value| shown(value, 1)).collect()
}
