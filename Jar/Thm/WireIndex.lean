import Jar.Thm.Pvm.Blob
import Jar.Thm.Wire.Examples
import Jar.Thm.Wire.Export

/-!
# Claimed theorems: codecs

Every theorem on octet formats that we claim, with the axioms behind it.
-/

#print axioms Jar.Wire.Case.decode_ok_iff
#print axioms Jar.Wire.Case.decode_encode
#print axioms Jar.Wire.Case.encode_of_decode
#print axioms Jar.Wire.Case.wellFormed_iff
#print axioms Jar.Wire.Case.encode_injective
#print axioms Jar.Wire.Case.decode_malformed
#print axioms Jar.Wire.Observation.decode_ok_iff
#print axioms Jar.Wire.Observation.decode_encode
#print axioms Jar.Wire.Observation.encode_of_decode
#print axioms Jar.Wire.Observation.wellFormed_iff
#print axioms Jar.Wire.Observation.decode_encode_filled
#print axioms Jar.Wire.Observation.decode_malformed
#print axioms Jar.Wire.Lawful.ok_append
#print axioms Jar.Export.caseRoundtrip_of_ok
#print axioms Jar.Export.observationRoundtrip_of_ok
#print axioms Jar.Export.run_of_malformed
#print axioms Jar.Export.run_of_ok
#print axioms Jar.Wire.exampleCase_roundtrip
#print axioms Jar.Wire.exampleStandard_roundtrip
#print axioms Jar.Wire.example_not_wellFormed
#print axioms Jar.Wire.exampleObservation_roundtrip
#print axioms Jar.Codec.decodeNatural_iff
#print axioms Jar.Pvm.deblob_iff
#print axioms Jar.Pvm.deblob_enblob
#print axioms Jar.Pvm.enblob_of_deblob
