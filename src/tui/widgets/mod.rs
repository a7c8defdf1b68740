//! The parts that screens are made of.

pub mod form;
pub mod form_view;
pub mod list;
pub mod reading;
pub mod text_field;
