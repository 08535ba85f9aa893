-- What may be done with the chunks of an organisation: 0 sealing goes on, 1 a rebuild writes all values
-- anew and nothing may be sealed or removed, 2 chunks of an earlier generation are to be removed first.
ALTER TABLE sealing ADD COLUMN state BIGINT NOT NULL DEFAULT 0;

-- Until then one server seals, and the others let it.
ALTER TABLE sealing ADD COLUMN lease_until_us BIGINT NOT NULL DEFAULT 0;
