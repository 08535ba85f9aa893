mod applications;
mod device;
mod forged;
mod headers;
mod passkeys;
mod second_factor;
mod sign_in;
mod slowing_down;
