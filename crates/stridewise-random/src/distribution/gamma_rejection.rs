//! Gamma numbers by rejection, from whatever draws uniform, exponential and normal ones.

/// A float type's gamma of scale one: exponential for shape one, Ahrens and Dieter's rejection below it, Marsaglia and Tsang's
/// method above.
macro_rules! gamma_by_rejection {
    ($name:ident, $float:ty) => {
        pub(crate) fn $name<S: ?Sized>(
            source: &mut S,
            shape: $float,
            uniform: impl Fn(&mut S) -> $float,
            exponential: impl Fn(&mut S) -> $float,
            normal: impl Fn(&mut S) -> $float,
        ) -> $float {
            if shape == 1.0 {
                return exponential(source);
            }
            if shape == 0.0 {
                return 0.0;
            }
            if shape < 1.0 {
                loop {
                    let place = uniform(source);
                    let bound = exponential(source);
                    if place <= 1.0 - shape {
                        let value = place.powf(1.0 / shape);
                        if value <= bound {
                            return value;
                        }
                    } else {
                        let tail = -((1.0 - place) / shape).ln();
                        let value = (1.0 - shape + shape * tail).powf(1.0 / shape);
                        if value <= bound + tail {
                            return value;
                        }
                    }
                }
            }
            let centre = shape - 1.0 / 3.0;
            let slope = 1.0 / (9.0 * centre).sqrt();
            loop {
                let normal = normal(source);
                let cube_root = 1.0 + slope * normal;
                if cube_root <= 0.0 {
                    continue;
                }
                let cube = cube_root * cube_root * cube_root;
                let place = uniform(source);
                let square = normal * normal;
                if place < 1.0 - 0.0331 * square * square
                    || place.ln() < 0.5 * normal * normal + centre * (1.0 - cube + cube.ln())
                {
                    return centre * cube;
                }
            }
        }
    };
}

gamma_by_rejection!(gamma_double, f64);
gamma_by_rejection!(gamma_single, f32);
