//! The parts that screens are made of.

pub mod columns;
pub mod foot;
pub mod form;
mod form_read;
pub mod form_view;
pub mod list;
pub mod reading;
pub mod text_field;
