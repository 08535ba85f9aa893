mod forged;
mod headers;
mod sign_in;
mod slowing_down;
