/-!
# The rules of a block: their names

What the Gray Paper 0.7.2 makes a condition of a block's validity, one constructor each. Leaves out what the codec refuses already.
-/
namespace Jar.Chain

inductive HeaderRule where
  /-- H_P is the hash of the header that the state belongs to (5.2). -/
  | parent
  /-- H_T is after the parent's slot (5.7). -/
  | slotNotAfterParent
  /-- H_T has begun, where a clock is given (5.7). -/
  | slotInFuture
  /-- H_R is the root of the state before the block (5.8). -/
  | parentStateRoot
  /-- H_X commits to the extrinsic (5.4). -/
  | extrinsicHash
  /-- H_I is below V (5.9). -/
  | authorIndex
  /-- The key that may seal the slot is the author's, or the seal's output is the slot's ticket (6.15, 6.16). -/
  | sealAuthor
  /-- H_S is the author's signature of the header (6.15, 6.16). -/
  | seal
  /-- H_V is the author's signature of the seal's output (6.17). -/
  | entropySource
  /-- H_E is there in the first block of an epoch only, and says what the next epoch will be (6.27). -/
  | epochMark
  /-- H_W is there in the first block after the contest only if the tickets suffice, and lists them (6.28). -/
  | ticketsMark
  /-- H_O lists the keys of the new culprits, then of the new faults (10.20). -/
  | offendersMark
deriving DecidableEq, Repr, Inhabited

/-- Rules of section 6.7. -/
inductive TicketsRule where
  /-- There is none from slot Y of the epoch on (6.30). -/
  | afterContest
  /-- They are at most K (6.30). -/
  | tooMany
  /-- The entry is below N (6.29). -/
  | attempt
  /-- Their outputs ascend (6.32). -/
  | order
  /-- The output is not among those held (6.33). -/
  | duplicate
  /-- The ticket is among the best (6.35). -/
  | useless
  /-- The signature is one of a member of the ring (6.29). -/
  | proof
deriving DecidableEq, Repr, Inhabited

/-- Rules of section 10. -/
inductive DisputesRule where
  /-- Verdicts ascend by report (10.7). -/
  | verdictsOrder
  /-- Judgments ascend by validator (10.10). -/
  | judgmentsOrder
  /-- A verdict is of the state's epoch or the one before (10.2). -/
  | age
  /-- The judge is below V (10.3). -/
  | validatorIndex
  /-- All judge alike, or a third of the validators is for the report (10.11). -/
  | voteSplit
  /-- No verdict on the report was given before (10.9). -/
  | alreadyJudged
  /-- Culprits ascend by key (10.8). -/
  | culpritsOrder
  /-- Faults ascend by key (10.8). -/
  | faultsOrder
  /-- Who says that a report is good names a fault (10.13). -/
  | notEnoughFaults
  /-- Who says that a report is bad names two culprits (10.14). -/
  | notEnoughCulprits
  /-- The report of a culprit is bad (10.5). -/
  | culpritVerdict
  /-- A fault contradicts the verdict (10.6). -/
  | faultVerdict
  /-- The culprit is not punished yet (10.5). -/
  | culpritReported
  /-- Who is at fault is not punished yet (10.6). -/
  | faultReported
  /-- The culprit is a validator of this epoch or the last (10.5). -/
  | culpritKey
  /-- Who is at fault is a validator of this epoch or the last (10.6). -/
  | faultKey
  /-- The judge signed the judgment (10.3). -/
  | judgmentSignature
  /-- The culprit signed the report (10.5). -/
  | culpritSignature
  /-- Who is at fault signed the judgment (10.6). -/
  | faultSignature
deriving DecidableEq, Repr, Inhabited

/-- Rules of section 11.2. -/
inductive AssurancesRule where
  /-- The assurance is of the parent (11.11). -/
  | anchor
  /-- The assurer is below V (11.10). -/
  | validatorIndex
  /-- Assurances ascend by validator (11.12). -/
  | order
  /-- A report waits on every core that is assured (11.15). -/
  | coreNotEngaged
  /-- The assurer signed parent and bits (11.13). -/
  | signature
deriving DecidableEq, Repr, Inhabited

/-- Rules of section 11.4. -/
inductive GuaranteesRule where
  /-- The core is below C (11.2). -/
  | coreIndex
  /-- Guarantees ascend by core (11.24). -/
  | order
  /-- There are two or three credentials (11.23). -/
  | credentialCount
  /-- Credentials ascend by validator (11.25). -/
  | credentialsOrder
  /-- The guarantor is below V (11.23). -/
  | validatorIndex
  /-- A report has 1 to I digests (11.2). -/
  | digestCount
  /-- Prerequisites and segment roots of a report are at most J (11.3). -/
  | tooManyDependencies
  /-- The blobs of a report have at most W_R octets (11.8). -/
  | reportSize
  /-- The guarantee is not later than the block (11.26). -/
  | futureSlot
  /-- The guarantee is of this rotation or the last (11.26). -/
  | pastSlot
  /-- The guarantor was assigned to the core (11.26). -/
  | wrongAssignment
  /-- No report waits on the core (11.29). -/
  | coreEngaged
  /-- The authorizer is in the core's pool (11.29). -/
  | coreUnauthorized
  /-- The service of each digest is there (11.30). -/
  | unknownService
  /-- Each digest names the service's code (11.42). -/
  | codeHash
  /-- Each digest has the gas that its service asks for (11.30). -/
  | digestGas
  /-- The digests have at most G_A together (11.30). -/
  | reportGas
  /-- The package is neither twice in the block nor in the pipeline (11.32, 11.38). -/
  | duplicatePackage
  /-- The anchor is a recent block (11.33). -/
  | anchor
  /-- Its state root is the context's (11.33). -/
  | anchorStateRoot
  /-- Its accumulation output log is the context's (11.33). -/
  | anchorBeefyRoot
  /-- The lookup anchor is at most L slots old (11.34). -/
  | lookupAnchorAge
  /-- The lookup anchor is an ancestor, where ancestors are known (11.35). -/
  | lookupAnchor
  /-- Packages that a report depends on are in the block or recent (11.39). -/
  | dependencyMissing
  /-- Segment roots are those of the block or of recent packages (11.41). -/
  | segmentRoot
  /-- The guarantor is not punished (6.14). -/
  | offender
  /-- The guarantor signed the report (11.26). -/
  | signature
deriving DecidableEq, Repr, Inhabited

/-- Rules of section 12.4. -/
inductive PreimagesRule where
  /-- Preimages ascend by service and octets (12.38). -/
  | order
  /-- The service asked for the preimage and does not have it (12.39). -/
  | unneeded
deriving DecidableEq, Repr, Inhabited

/-- Rules of section 12.2. -/
inductive AccumulationRule where
  /-- No two services make the same service at once (12.2). -/
  | serviceConflict
deriving DecidableEq, Repr, Inhabited

/-- A rule of any section. -/
inductive Rule where
  | header (rule : HeaderRule)
  | tickets (rule : TicketsRule)
  | disputes (rule : DisputesRule)
  | assurances (rule : AssurancesRule)
  | guarantees (rule : GuaranteesRule)
  | preimages (rule : PreimagesRule)
  | accumulation (rule : AccumulationRule)
deriving DecidableEq, Repr

end Jar.Chain
