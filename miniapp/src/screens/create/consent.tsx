import { useEffect } from "preact/hooks";
import type { Schemas } from "../../api/shapes.ts";
import { FewTags } from "../../components/few_tags.tsx";
import { Shown, Waiting } from "../../components/states.tsx";
import { t } from "../../i18n/index.ts";
import { queue } from "../../photos/photos.ts";
import { useAction } from "../../state/action.ts";
import { api } from "../../state/app.ts";
import { useLoaded } from "../../state/loaded.ts";
import { quotasChanged } from "../../state/me.ts";
import { lookAtDraft } from "./draft.ts";

/** The agreement before the first photo; choosing how long photos are kept is the yes. */
export function Consent({ mark }: { mark: string }) {
  const words = t().create;
  const text = useLoaded((signal) => api.get("/draft/consent", { signal }), [mark]);
  const agree = useAction(async (shown: Schemas["ConsentText"], retention: Schemas["Retention"]) => {
    try {
      await api.post("/draft/consent", { body: { mark: shown.mark, retention } });
    } catch (problem) {
      text.reload();
      throw problem;
    }
    await lookAtDraft();
    queue.again();
    quotasChanged();
  });
  useEffect(() => {
    if (text.data && !text.data.needed) void lookAtDraft().catch(() => {});
  }, [text.data]);
  return (
    <div class="card stack">
      <Shown of={text} waiting={<Waiting heights={[180, 44, 44, 44]} />}>
        {(shown) => (
          <>
            <FewTags html={shown.html} />
            {shown.retentions.map((retention) => (
              <button
                key={retention}
                type="button"
                class="button wide"
                disabled={agree.busy}
                onClick={() => agree.start(shown, retention)}
              >
                {words.agree[retention]}
              </button>
            ))}
          </>
        )}
      </Shown>
    </div>
  );
}
