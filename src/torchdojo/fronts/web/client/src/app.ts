// everything a page needs: elements register themselves, plain pages stay plain
import "./code-editor";
import "./lesson-bench";
import "./late-fragment";
import "./prediction-card";
import "./hint-step";
import "./reading-keys";
import "./theme-switch";
import { watchScrolling } from "./scrolling";

watchScrolling(document);
