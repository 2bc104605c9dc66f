//! Levels of x86-64 processors.

use std::sync::OnceLock;

/// What the processor can run; each level includes the ones before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CpuLevel {
    /// What every processor of the architecture can run: x86-64-v2 where built for it, or NEON.
    Baseline,
    /// x86-64-v3: AVX2 and fused multiply-add.
    V3,
    /// x86-64-v4: AVX-512.
    V4,
}

impl CpuLevel {
    /// All levels that this processor can run, lowest first.
    pub fn available() -> impl Iterator<Item = Self> {
        [Self::Baseline, Self::V3, Self::V4].into_iter().filter(|&level| level <= detected())
    }

    /// The level that loops are taken from: the highest one that the processor can run, unless the environment
    /// variable `STRIDEWISE_CPU_LEVEL` (`baseline`, `v3` or `v4`) names a lower one. Chosen once.
    #[inline]
    pub fn current() -> Self {
        static CURRENT: OnceLock<CpuLevel> = OnceLock::new();
        *CURRENT.get_or_init(|| {
            let wanted = match std::env::var("STRIDEWISE_CPU_LEVEL").as_deref() {
                Ok("baseline") => Self::Baseline,
                Ok("v3") => Self::V3,
                _ => Self::V4,
            };
            wanted.min(detected())
        })
    }

    /// The level's name in the environment variable and in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::V3 => "v3",
            Self::V4 => "v4",
        }
    }
}

#[cfg(target_arch = "x86_64")]
fn detected() -> CpuLevel {
    let v3 = is_x86_feature_detected!("avx2")
        && is_x86_feature_detected!("fma")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("popcnt");
    let v4 = is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512cd")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512vl");
    match (v3, v4) {
        (true, true) => CpuLevel::V4,
        (true, false) => CpuLevel::V3,
        _ => CpuLevel::Baseline,
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn detected() -> CpuLevel {
    CpuLevel::Baseline
}
