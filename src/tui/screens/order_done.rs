//! Reporting an instruction as carried out: what came of it.

use std::sync::Arc;

use super::form::{FormScreen, Purpose};
use crate::domain::command::Command;
use crate::domain::hash::Hash;
use crate::domain::incident::Order;
use crate::domain::plan::Plan;
use crate::t;
use crate::tui::model::Model;
use crate::tui::msg::Deed;
use crate::tui::typed;
use crate::tui::widgets::form::{Field, Form};

/// An instruction that was carried out.
pub struct OrderDone {
    order: Hash,
    text: String,
    plan: Arc<Plan>,
}

/// The form for it.
pub fn order_done(model: &Model, order: &Order) -> Option<FormScreen<OrderDone>> {
    let plan = Arc::clone(&model.open.as_ref()?.plan);
    let owner = plan.facility.role_title(order.owner.as_str());
    let text = format!("{owner}: {}", order.text);
    let fields = vec![
        Field::time("time", t!("form-time")).hint(t!("form-now")),
        Field::person("for", t!("form-for")).hint(t!("form-for-hint")),
        Field::text("result", t!("order-done-result")).hint(t!("form-remark-hint")).of_many_lines(),
    ];
    Some(FormScreen::new(OrderDone { order: order.line, text, plan }, Form::new(fields)))
}

impl Purpose for OrderDone {
    fn title(&self, _model: &Model) -> String {
        t!("order-done-title")
    }

    fn above(&self, _model: &Model) -> String {
        self.text.clone()
    }

    fn begun_key(&self) -> String {
        format!("order-done {}", self.order)
    }

    fn deed(&mut self, form: &mut Form, model: &Model) -> Option<Deed> {
        let occurred = form.when(model.now)?;
        let command = Command::OrderDone { order: self.order, result: form.given("result") };
        let whose = typed::person(&self.plan, &form.text("for"));
        Some(Deed { occurred, for_: whose, ..model.deed(command) })
    }
}
