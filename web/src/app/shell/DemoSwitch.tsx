import { Switch, Tooltip } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { problemOf } from "@/api/problem.ts";
import { useEnterDemo, useIsDemo, useLeaveDemo } from "@/demo/demo.ts";
import { useSession } from "@/session/session.ts";
import { texts } from "@/texts/index.ts";

/** Shows the sample factory in the place of the person's own data, and back. */
export function DemoSwitch() {
  const session = useSession();
  const isDemo = useIsDemo();
  const enter = useEnterDemo();
  const leave = useLeaveDemo();
  if (!session.demo_is_offered) return null;
  const change = (isOn: boolean) => {
    if (!isOn) return leave();
    enter.mutate(undefined, {
      onError: (error) =>
        notifications.show({
          color: "red",
          title: texts.demo.failed,
          message: problemOf(error).message,
        }),
    });
  };
  return (
    <Tooltip label={isDemo ? texts.demo.switchOff : texts.demo.switchOn} openDelay={400}>
      <Switch
        label={texts.demo.switch}
        labelPosition="left"
        size="sm"
        checked={isDemo || enter.isPending}
        disabled={enter.isPending}
        onChange={(event) => change(event.currentTarget.checked)}
      />
    </Tooltip>
  );
}
