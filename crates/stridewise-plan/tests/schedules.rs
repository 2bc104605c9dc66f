//! Schedules as text and their costs, without a kernel in sight.

use stridewise_core::Cost;
use stridewise_core::Number;
use stridewise_core::op::{Op, OperandType, resolve};
use stridewise_plan::{Access, Leaf, Pass, Registers, Schedule, Slot, Source, Work};

const ELEMENTS: usize = 1000;

fn dense(number: Number) -> Leaf {
    Leaf { number, access: Access::Dense, elements: ELEMENTS }
}

fn constant(number: Number) -> Leaf {
    Leaf { number, access: Access::Fixed, elements: 1 }
}

fn apply(pass: &mut Pass, op: Op, number: Number, sources: &[Source]) -> Source {
    let types = vec![OperandType::Strong(number.native()); sources.len()];
    let resolved = resolve(op, &types).expect("a loop");
    pass.add_step(Work::Op(resolved), sources)
}

fn store(pass: &mut Pass, source: Source) {
    if let Source::Step(step) = source {
        pass.steps[step].stored = true;
    }
}

/// `(a * b + c) > 0`, with the sum kept by somebody.
fn product_and_comparison() -> Pass {
    let mut pass = Pass::new(ELEMENTS);
    let [a, b, c] = [0; 3].map(|_| pass.add_leaf(dense(Number::F64)));
    let zero = pass.add_leaf(constant(Number::F64));
    let product = apply(&mut pass, Op::Multiply, Number::F64, &[a, b]);
    let sum = apply(&mut pass, Op::Add, Number::F64, &[product, c]);
    let positive = apply(&mut pass, Op::Greater, Number::F64, &[sum, zero]);
    store(&mut pass, sum);
    store(&mut pass, positive);
    pass
}

#[test]
fn a_schedule_reads_as_its_steps() {
    let schedule = Schedule { passes: vec![product_and_comparison()] };
    let expected = "\
pass over 1000 elements, 1 registers
  leaf 0: float64 dense
  leaf 1: float64 dense
  leaf 2: float64 dense
  leaf 3: float64 fixed
  register 0: float64 = multiply of leaf 0, leaf 1
  result 1: float64 = add of register 0, leaf 2
  result 2: bool = greater of result 1, leaf 3
";
    assert_eq!(schedule.to_string(), expected);
}

#[test]
fn a_schedule_costs_what_it_reads_writes_and_computes() {
    let cost = Schedule { passes: vec![product_and_comparison()] }.cost();
    let expected = Cost {
        passes: 1,
        bytes_read: 3 * 8 * 1000 + 8,
        bytes_written: 9 * 1000,
        bytes_allocated: 9 * 1000,
        flops: 3 * 1000,
    };
    assert_eq!(cost, expected);
}

#[test]
fn operands_of_another_dtype_are_cast_in_a_register() {
    let mut pass = Pass::new(ELEMENTS);
    let truth = pass.add_leaf(dense(Number::Bool));
    let a = pass.add_leaf(Leaf { access: Access::Strided, ..dense(Number::F64) });
    let product = apply(&mut pass, Op::Multiply, Number::F64, &[a, truth]);
    store(&mut pass, product);
    let expected = "\
pass over 1000 elements, 2 registers
  leaf 0: bool dense
  leaf 1: float64 strided
  register 0: float64 = cast to float64 of leaf 0
  result 1: float64 = multiply of register 1, register 0
";
    assert_eq!(pass.to_string(), expected);
}

#[test]
fn a_fold_writes_nothing() {
    let mut pass = Pass::new(ELEMENTS);
    let [a, b] = [0; 2].map(|_| pass.add_leaf(dense(Number::F32)));
    let distance = apply(&mut pass, Op::Subtract, Number::F32, &[a, b]);
    apply(&mut pass, Op::Square, Number::F32, &[distance]);
    pass.fold = Some(Op::Add);
    let cost = pass.cost();
    assert_eq!((cost.bytes_read, cost.bytes_written, cost.flops), (2 * 4 * 1000, 0, 3 * 1000));
    assert!(pass.to_string().ends_with("  folded by add\n"));
}

/// Runs a pass on names instead of numbers: what each register holds is the text of how it came about.
fn symbolically(pass: &Pass) -> Vec<String> {
    let plan = Registers::of(pass);
    let mut registers = vec![String::new(); plan.count];
    let mut results = vec![String::new(); pass.steps.len()];
    for (place, step) in pass.steps.iter().enumerate() {
        for (leaf, gather) in plan.gathers.iter().enumerate() {
            if let Some((register, before)) = gather
                && *before == place
            {
                registers[*register] = format!("l{leaf}");
            }
        }
        let (result, sources) = plan.operands[place].split_last().expect("a result");
        let texts: Vec<String> = sources
            .iter()
            .map(|slot| match slot {
                Slot::Leaf(leaf) => format!("l{leaf}"),
                Slot::Register(register) => registers[*register].clone(),
                Slot::Stored(step) => results[*step].clone(),
            })
            .collect();
        let text = format!("{}({})", step.work.name(), texts.join(","));
        match result {
            Slot::Register(register) => registers[*register] = text.clone(),
            Slot::Stored(_) | Slot::Leaf(_) => {}
        }
        results[place] = text;
    }
    results
}

/// The same from the sources alone.
fn defined(pass: &Pass) -> Vec<String> {
    let mut results: Vec<String> = Vec::new();
    for step in &pass.steps {
        let texts: Vec<String> = step
            .sources
            .iter()
            .map(|source| match source {
                Source::Leaf(leaf) => format!("l{leaf}"),
                Source::Step(step) => results[*step].clone(),
            })
            .collect();
        results.push(format!("{}({})", step.work.name(), texts.join(",")));
    }
    results
}

#[test]
fn no_register_is_taken_while_somebody_will_read_it() {
    let mut state = 1_u64;
    let mut draw = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for _ in 0..500 {
        let mut pass = Pass::new(ELEMENTS);
        let numbers = [Number::F64, Number::F32, Number::Bool];
        let mut sources: Vec<Source> = (0..3)
            .map(|_| {
                let access = [Access::Dense, Access::Fixed, Access::Strided][draw(3)];
                pass.add_leaf(Leaf { number: numbers[draw(3)], access, elements: ELEMENTS })
            })
            .collect();
        for _ in 0..1 + draw(12) {
            let number = [Number::F64, Number::F32][draw(2)];
            let op = [Op::Add, Op::Greater, Op::Negative, Op::Maximum][draw(4)];
            let operands: Vec<Source> = (0..op.row().inputs).map(|_| sources[draw(sources.len())]).collect();
            let step = apply(&mut pass, op, number, &operands);
            if draw(4) == 0 {
                store(&mut pass, step);
            }
            sources.push(step);
        }
        assert_eq!(symbolically(&pass), defined(&pass), "{pass}");
    }
}
