import { KmsStandIn } from '../support/kms-stand-in.ts';
import { serveParent } from './child.ts';

/** Where the KMS stand-in listens, and the key it has. */
export interface KmsReady {
  readonly endpoint: string;
  readonly keyArn: string;
  readonly region: string;
}

const kms = new KmsStandIn();
const ready: KmsReady = { endpoint: await kms.listen(), keyArn: kms.createKey(), region: kms.region };
serveParent(ready);
